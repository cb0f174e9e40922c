package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.script.Script.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Single statements on the connection that migrates, watched from another one.
 *
 * @param observer sees what is committed only
 */
record StatementRun(Connection connection, Connection observer, Console console) {

  /** lock_not_available. */
  private static final String NO_LOCK = "55P03";

  /** A statement that did not get its lock in time. Nothing of it is kept. */
  static final class NoLock extends Exception {

    private static final long serialVersionUID = 1L;

    private final String blockers;
    private final SQLException sqlException;

    private NoLock(String blockers, SQLException cause) {
      super(cause);
      this.blockers = blockers;
      this.sqlException = cause;
    }

    String blockers() {
      return blockers;
    }

    SQLException sqlException() {
      return sqlException;
    }
  }

  /** Runs a statement of a file. */
  void run(String file, Part part) throws SQLException, NoLock {
    int pid = pid();
    Watch watch = Watch.on(observer, pid, console, file + ", line " + part.line());
    try (watch) {
      execute(part.sql());
    } catch (SQLException e) {
      if (NO_LOCK.equals(e.getSQLState())) {
        throw new NoLock(watch.blockers(), e);
      }
      throw e;
    }
  }

  /** PostgreSQL's own word: a pooler says another at the start. */
  private int pid() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Runs a statement of ours. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /**
   * Whether others may wait for what the transaction has locked: anything but reading, on a table
   * that was there before it.
   */
  boolean holdsOthersUp() throws SQLException {
    try (PreparedStatement statement =
        observer.prepareStatement(
            """
            select exists (
              select from pg_locks l join pg_class c on c.oid = l.relation
              where l.pid = ? and l.granted and l.mode <> 'AccessShareLock'
                and l.database = (select oid from pg_database where datname = current_database())
                and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace,
                  'twinlane'::regnamespace))
            """)) {
      statement.setInt(1, pid());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }
}
