package io.twinlane.migrator.history;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * The lock under which the schema of a database is changed, compared or saved: a session advisory
 * lock on a connection that does nothing else, so that it ends with the process, however that ends.
 *
 * <p>It is asked for again and again, and never waited for inside of PostgreSQL: a statement that
 * waits has a snapshot, which an index that is built concurrently waits for in its turn.
 */
public final class MigrationLock implements AutoCloseable {

  /** "twinlane" as a number. */
  private static final long KEY = 0x7477696e6c616e65L;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Connection connection;

  private MigrationLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes it, after whoever has it.
   *
   * @throws CommandException if it is not free in time; the message says who has it
   */
  public static MigrationLock take(Database database, Duration patience, Console console) {
    Connection connection = database.connect();
    try {
      MigrationLock lock = new MigrationLock(connection);
      lock.await(System.nanoTime() + patience.toNanos(), console);
      return lock;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection);
      throw e instanceof CommandException known
          ? known
          : new CommandException("the migration lock cannot be taken: " + e.getMessage(), e);
    }
  }

  private void await(long end, Console console) throws SQLException {
    execute("set idle_session_timeout = 0");
    boolean told = false;
    while (!tried()) {
      if (System.nanoTime() > end) {
        throw new CommandException(
            "another migrator is at work and did not end in time: " + holder());
      }
      if (!told) {
        console.tell(
            "waiting", "waiting for another migrator: " + holder(), Map.of("for", holder()));
        told = true;
      }
      sleep(PAUSE);
    }
  }

  private boolean tried() throws SQLException {
    return one("select pg_try_advisory_lock(" + KEY + ")").equals("t");
  }

  private String holder() throws SQLException {
    return one(
        """
        select coalesce(max(format('pid %%s, user %%s, from %%s, since %%s', pid, usename,
            coalesce(host(client_addr), 'this machine'), backend_start::timestamptz(0))), 'gone by now')
        from pg_stat_activity where pid in (
          select pid from pg_locks
          where locktype = 'advisory' and granted and objsubid = 1
            and database = (select oid from pg_database where datname = current_database())
            and classid = %d and objid = %d)
        """
            .formatted(KEY >>> 32, KEY & 0xffff_ffffL));
  }

  /** Looks at the database beside the one who changes it: it sees what is committed only. */
  public Connection observer() {
    return connection;
  }

  private String one(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("stopped while waiting for another migrator", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // the lock ends with the session, and the session with the process
    }
  }
}
