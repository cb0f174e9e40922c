package io.twinlane.migrator.database;

import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Tells a way that leads through a pooler in transaction mode, on which a lock of a session would
 * belong to whoever comes next.
 *
 * <p>A pooler answers the start of a connection with a process number of its own making; and two
 * connections that do nothing are both served by one and the same server process.
 */
public final class Poolers {

  private static final int TRIES = 3;

  private Poolers() {}

  /**
   * Looks at a way.
   *
   * @throws CommandException if sessions are shared on it
   */
  public static void refuse(Database database) {
    if (database.url().limits().pooler()) {
      throw refusal(database, "its URL says pgbouncer=true");
    }
    try (Connection first = database.connect()) {
      if (announced(first) == actual(first)) {
        return;
      }
      for (int i = 0; i < TRIES; i++) {
        try (Connection second = database.connect()) {
          if (actual(first) == actual(second)) {
            throw refusal(database, "two of its connections are served by one session");
          }
        }
      }
    } catch (SQLException e) {
      throw new CommandException("the way to PostgreSQL cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static CommandException refusal(Database database, String reason) {
    return new CommandException(
        ("%s is a pooler in transaction mode (%s): the lock that keeps two migrators apart belongs to"
                + " a session, and would be lost or left behind. Set DIRECT_DATABASE_URL to PostgreSQL"
                + " itself.")
            .formatted(database.url().place(), reason));
  }

  private static int announced(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static int actual(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
