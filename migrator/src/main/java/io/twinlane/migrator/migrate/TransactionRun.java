package io.twinlane.migrator.migrate;

import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.migrate.StatementRun.NoLock;
import io.twinlane.migrator.script.Script.Part;
import io.twinlane.migrator.script.StatementFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file as one transaction, which somebody else begins and ends.
 *
 * <p>A statement that does not get its lock in time makes way: as long as the transaction holds up
 * nobody it is tried again where it stands, else the whole file begins anew.
 */
record TransactionRun(StatementRun statements, LockPatience patience) {

  private static final String KEPT = "nothing of this file was kept.";

  private static final Pattern SAVEPOINT =
      Pattern.compile("^(SAVEPOINT|RELEASE|ROLLBACK\\s+TO)\\b", Pattern.CASE_INSENSITIVE);

  /**
   * Runs it.
   *
   * @throws LockedOut if it is to begin anew
   */
  void run(MigrationFile file) throws SQLException {
    List<Part> parts = file.script().parts();
    for (Part part : parts) {
      try {
        if (SAVEPOINT.matcher(part.bare()).find()) {
          // one of ours around it would take it away, or be taken away by it
          statements.execute(part.sql());
        } else {
          inTurn(file, part);
        }
      } catch (SQLException e) {
        throw new StatementFailure(file.name(), part, KEPT).because(e);
      }
    }
    if (!parts.isEmpty()) {
      checkConstraints(file, parts.getLast());
    }
  }

  /** What was put off to the end fails here, where the file is known. */
  private void checkConstraints(MigrationFile file, Part last) {
    try {
      statements.execute("set constraints all immediate");
    } catch (SQLException e) {
      throw new StatementFailure(file.name(), last, KEPT).because(e);
    }
  }

  private void inTurn(MigrationFile file, Part part) throws SQLException {
    Connection connection = statements.connection();
    while (true) {
      Savepoint savepoint = connection.setSavepoint();
      try {
        statements.run(file.name(), part);
        connection.releaseSavepoint(savepoint);
        return;
      } catch (NoLock e) {
        connection.rollback(savepoint);
        makeWay(part, e);
      }
    }
  }

  private void makeWay(Part part, NoLock noLock) throws SQLException {
    if (patience.over()) {
      throw withBlockers(noLock);
    }
    if (statements.holdsOthersUp()) {
      patience.announce(part.line(), noLock.blockers());
      throw new LockedOut("line " + part.line(), noLock);
    }
    patience.pause(part.line(), noLock.blockers());
  }

  private static SQLException withBlockers(NoLock noLock) {
    return new SQLException(
        "the lock was held all the time, last by " + noLock.blockers(),
        noLock.sqlException().getSQLState(),
        noLock);
  }
}
