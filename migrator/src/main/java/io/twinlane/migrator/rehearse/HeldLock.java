package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.rehearse.Snapshot.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A lock of a relation, by its oid, that a session has at one moment. */
record HeldLock(long relation, LockMode mode) {

  private static final String OF_SESSION =
      """
      select relation, mode from pg_locks
      where pid = ? and locktype = 'relation' and granted
        and database = (select oid from pg_database where datname = current_database())
      """;

  /** What a session of the same database has now, whoever looks. */
  static List<HeldLock> of(Connection connection, int session) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_SESSION)) {
      statement.setInt(1, session);
      List<HeldLock> locks = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long relation = rows.getLong(1);
          LockMode.parse(rows.getString(2))
              .ifPresent(mode -> locks.add(new HeldLock(relation, mode)));
        }
      }
      return locks;
    }
  }

  /**
   * Whether it is worth telling among others: its relation was there before the file, and an index
   * is locked more strongly than its table, whose lock says it already.
   */
  boolean tells(Snapshot known, Iterable<HeldLock> others) {
    Map<Long, Relation> relations = known.relations();
    Relation locked = relations.get(relation);
    if (locked == null || locked.table() == 0) {
      return locked != null;
    }
    for (HeldLock other : others) {
      if (other.relation == locked.table() && other.mode.compareTo(mode) >= 0) {
        return false;
      }
    }
    return mode.blocksWrites();
  }
}
