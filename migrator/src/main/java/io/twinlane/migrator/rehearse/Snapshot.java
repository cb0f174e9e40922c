package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.rehearse.Effect.Rewrite;
import io.twinlane.migrator.rehearse.Effect.Scan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The relations of a database at one moment, as the session sees them that looks: within a
 * transaction with its own changes.
 *
 * @param relations by their oid, without those of PostgreSQL itself
 * @param walPosition in bytes
 */
record Snapshot(Map<Long, Relation> relations, long walPosition) {

  /**
   * A relation.
   *
   * @param name with its schema, quoted
   * @param table the oid of an index's table, 0 for what is no index
   * @param storage the file; it changes when the relation is written anew, and is 0 for what has
   *     none or is no table or index
   */
  record Relation(String name, long table, long storage, Activity activity) {}

  /** What was done to a table since its statistics began. */
  record Activity(long bytes, long scans, long rowsRead, long rowsChanged) {}

  /**
   * What the session has done and not reported yet is counted with what it and its parallel workers
   * have reported: the sum does not depend on when that happens.
   */
  private static final String RELATIONS =
      """
      select c.oid, format('%I.%I', n.nspname, c.relname), coalesce(i.indrelid, 0),
        case when s.stored then coalesce(pg_relation_filenode(c.oid), 0) else 0 end,
        case when s.stored then coalesce(pg_relation_size(c.oid), 0) else 0 end,
        case when s.counted
          then pg_stat_get_numscans(c.oid) + pg_stat_get_xact_numscans(c.oid) else 0 end,
        case when s.counted
          then pg_stat_get_tuples_returned(c.oid) + pg_stat_get_xact_tuples_returned(c.oid)
          else 0 end,
        case when s.counted
          then pg_stat_get_tuples_updated(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
            + pg_stat_get_tuples_deleted(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)
          else 0 end
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_index i on i.indexrelid = c.oid
      cross join lateral
        (select c.relkind in ('r', 'm', 'i'), c.relkind in ('r', 'm')) as s (stored, counted)
      where c.relkind in ('r', 'p', 'm', 'v', 'f', 'S', 'i', 'I')
        and n.nspname not in ('pg_catalog', 'information_schema')
        and n.nspname !~ '^pg_(toast|temp)'
      """;

  private static final String WAL_POSITION =
      "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";

  Snapshot {
    relations = Map.copyOf(relations);
  }

  static Snapshot of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<Long, Relation> relations = new LinkedHashMap<>();
      long position;
      try (ResultSet row = statement.executeQuery(WAL_POSITION)) {
        row.next();
        position = row.getLong(1);
      }
      try (ResultSet rows = statement.executeQuery(RELATIONS)) {
        while (rows.next()) {
          relations.put(rows.getLong(1), relation(rows));
        }
      }
      return new Snapshot(relations, position);
    }
  }

  /** The name of a relation, or its oid where it has none. */
  String nameOf(long oid) {
    Relation relation = relations.get(oid);
    return relation == null ? Long.toString(oid) : relation.name();
  }

  private static Relation relation(ResultSet row) throws SQLException {
    return new Relation(
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        new Activity(row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8)));
  }

  /**
   * What happened between an earlier moment and this one.
   *
   * @param known the moment before the file: younger relations do not count
   */
  Effect since(Snapshot earlier, Snapshot known) {
    List<Rewrite> rewrites = new ArrayList<>();
    List<Scan> scans = new ArrayList<>();
    long changed = 0;
    for (Map.Entry<Long, Relation> entry : relations.entrySet()) {
      Relation before = earlier.relations.get(entry.getKey());
      if (before == null || !known.relations.containsKey(entry.getKey())) {
        continue;
      }
      Activity then = before.activity();
      Activity now = entry.getValue().activity();
      if (before.storage() != entry.getValue().storage()) {
        rewrites.add(new Rewrite(before.name(), then.bytes(), now.bytes()));
      }
      if (now.scans() > then.scans() || now.rowsRead() > then.rowsRead()) {
        scans.add(new Scan(before.name(), Math.max(0, now.rowsRead() - then.rowsRead())));
      }
      changed += Math.max(0, now.rowsChanged() - then.rowsChanged());
    }
    rewrites.sort(
        Comparator.comparingLong(Rewrite::bytesBefore).reversed().thenComparing(Rewrite::relation));
    scans.sort(Comparator.comparingLong(Scan::rows).reversed().thenComparing(Scan::relation));
    return new Effect(rewrites, scans, changed, walPosition - earlier.walPosition);
  }
}
