package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.migrate.StatementRun.NoLock;
import io.twinlane.migrator.script.Script.Part;
import io.twinlane.migrator.script.StatementFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file whose statements run one by one, as some of them refuse to run inside a transaction.
 *
 * <p>Before such a statement starts there is a row in the journal, and after it another. The rest
 * run in a transaction together with their row. So after a stop at any moment all that is unsure is
 * one statement, and what became of that can be looked for.
 */
final class OutsideRun {

  private static final String KEPT = "earlier statements of this file were kept.";

  /**
   * Of statements that nobody waits for while they wait; one that makes way leaves half a thing.
   */
  private static final String WITHOUT_LIMIT = "set lock_timeout = 0";

  private static final String WITH_LIMIT = "reset lock_timeout";
  private static final String AS_OURSELVES = "set local role to default";

  private final StatementRun statements;
  private final LockPatience patience;
  private final Console console;
  private final Journal journal;
  private final Leftovers leftovers;

  OutsideRun(StatementRun statements, LockPatience patience) {
    this.statements = statements;
    this.patience = patience;
    this.console = statements.console();
    this.journal = new Journal(statements.connection());
    this.leftovers = new Leftovers(statements.connection(), console);
  }

  /** How far a file came in earlier runs: the last entry of each statement. */
  private List<Entry> progress(MigrationFile file) throws SQLException {
    List<Entry> last = new ArrayList<>();
    for (Entry entry : journal.of(file.version())) {
      if (entry.event() == Event.RESOLVED_ROLLED_BACK) {
        last.clear();
      } else if (entry.statement() >= 0) {
        while (last.size() <= entry.statement()) {
          last.add(entry);
        }
        last.set(entry.statement(), entry);
      }
    }
    return last;
  }

  /** Runs what is left of it. */
  void run(MigrationFile file) throws SQLException {
    List<Entry> progress = progress(file);
    List<Part> parts = file.script().parts();
    for (int i = 0; i < parts.size(); i++) {
      Step step = new Step(file, parts.get(i), i);
      if (i >= progress.size() || !done(step, progress.get(i))) {
        run(step);
      }
    }
  }

  /** Whether a statement that was begun before needs nothing more. */
  private boolean done(Step step, Entry last) throws SQLException {
    if (step.ofTheSession() || last.event() == Event.FAILED) {
      return false;
    }
    if (!last.sha256().equals(step.sha256())) {
      throw new CommandException(edited(step));
    }
    boolean done = last.event() == Event.DONE || finished(step, last.detail());
    if (done) {
      tell("resumed", step, "was run before");
    }
    return done;
  }

  private static String edited(Step step) {
    return ("%s was begun, and line %d has run in another form than it has now. Restore it, or say what"
            + " became of it: twinlane resolve --rolled-back %s --reason …")
        .formatted(step.file().name(), step.part().line(), step.file().name());
  }

  private boolean finished(Step step, String before) throws SQLException {
    if (!step.alone()) {
      // its row is written by the transaction that it runs in, and has no other
      return false;
    }
    try {
      statements.execute(WITHOUT_LIMIT);
      boolean done = leftovers.done(step.statement(), before);
      if (done) {
        note(step.entry(Event.DONE, "found done"));
      }
      return done;
    } catch (CommandException e) {
      throw new CommandException(unsure(step, String.valueOf(e.getMessage())), e);
    } catch (SQLException e) {
      throw new StatementFailure(step.file().name(), step.part(), KEPT).because(e);
    } finally {
      statements.execute(WITH_LIMIT);
    }
  }

  private static String unsure(Step step, String reason) {
    return """
    %s was stopped at line %d: %s
      statement: %s
      next:      look whether it has run. If so, run the rest of the file by hand and say
                 twinlane resolve --applied %s --reason …; if not, undo what stands before it
                 and say twinlane resolve --rolled-back %s --reason …\
    """
        .formatted(
            step.file().name(),
            step.part().line(),
            reason,
            step.part().shortened(),
            step.file().name(),
            step.file().name());
  }

  private void run(Step step) throws SQLException {
    try {
      if (step.alone()) {
        alone(step);
      } else {
        withItsRow(step);
      }
    } catch (SQLException e) {
      throw new StatementFailure(step.file().name(), step.part(), KEPT).because(e);
    }
  }

  private void alone(Step step) throws SQLException {
    statements.execute(WITHOUT_LIMIT);
    if (leftovers.clear(step.statement())) {
      note(step.entry(Event.DONE, "found half done, and finished"));
      return;
    }
    if (!step.statement().waitsForNobody(step.part().bare())) {
      statements.execute(WITH_LIMIT);
    }
    String before = leftovers.before(step.statement());
    note(step.entry(Event.BEGUN, before));
    try {
      inTurn(step);
    } catch (SQLException e) {
      failed(step, before, e);
      throw e;
    }
    statements.execute(WITH_LIMIT);
    note(step.entry(Event.DONE, ""));
  }

  /** Makes way and tries again, where a second try is no second change. */
  private void inTurn(Step step) throws SQLException {
    while (true) {
      try {
        statements.run(step.file().name(), step.part());
        return;
      } catch (NoLock e) {
        if (patience.over() || step.statement() instanceof ConcurrentStatement.Opaque) {
          throw e.sqlException();
        }
        patience.pause(step.part().line(), e.blockers());
      }
    }
  }

  private void failed(Step step, String before, SQLException cause) throws SQLException {
    try {
      statements.execute(WITHOUT_LIMIT);
      leftovers.clearAfterFailure(step.statement(), before);
      note(step.entry(Event.FAILED, String.valueOf(cause.getMessage())));
    } catch (SQLException e) {
      cause.addSuppressed(e);
      throw cause;
    }
  }

  /** Writes a row of the journal, whatever role the file has taken. */
  private void note(Entry entry) throws SQLException {
    Connection connection = statements.connection();
    connection.setAutoCommit(false);
    try {
      statements.execute(AS_OURSELVES);
      journal.add(entry);
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void withItsRow(Step step) throws SQLException {
    while (true) {
      statements.connection().setAutoCommit(false);
      try {
        statements.run(step.file().name(), step.part());
        statements.execute(AS_OURSELVES);
        journal.add(step.entry(Event.DONE, ""));
        statements.connection().commit();
        return;
      } catch (NoLock e) {
        statements.connection().rollback();
        if (patience.over()) {
          throw e.sqlException();
        }
        patience.pause(step.part().line(), e.blockers());
      } catch (SQLException e) {
        statements.connection().rollback();
        throw e;
      } finally {
        statements.connection().setAutoCommit(true);
      }
    }
  }

  private void tell(String event, Step step, String what) {
    console.tell(
        event,
        "%s: line %d %s".formatted(step.file().name(), step.part().line(), what),
        Map.of("file", step.file().name(), "line", step.part().line()));
  }
}
