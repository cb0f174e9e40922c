package io.twinlane.migrator.data;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.data.BackfillLedger.Line;
import io.twinlane.migrator.data.KeyRange.Last;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Poolers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A run of a job, from where the last one ended.
 *
 * <p>1. A batch and the place that it ended at are committed together: whenever the process dies,
 * each row was treated once or not yet.
 *
 * <p>2. A batch looks at its place in the ledger under a lock before it does anything, so that no
 * two runs treat the same rows, whatever lies between them and PostgreSQL.
 */
final class Backfill {

  /** A lock that is not to be had, a deadlock, and a transaction that came too late. */
  private static final Set<String> MAY_HEAL = Set.of("55P03", "40P01", "40001");

  /** How long a run that a killed command left behind may need to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int TRIES_MAX = 20;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Database database;
  private final BackfillJob job;
  private final Pace pace;
  private final BackfillProgress progress;

  Backfill(Database database, BackfillJob job, Pace pace, Console console) {
    this.database = database;
    this.job = job;
    this.pace = pace;
    this.progress = new BackfillProgress(job.name(), console);
  }

  /**
   * Runs the job to its end; one that has ended before stays as it is.
   *
   * @param again whether to begin at the first row, whatever was done before
   * @throws CommandException if the way leads through a pooler that shares sessions, another
   *     session runs it, its file changed on the way, or a batch fails; what was done before stays
   *     done
   */
  void run(boolean again) {
    Poolers.refuse(database);
    try (Connection connection = database.connect()) {
      prepare(connection);
      BackfillLedger ledger = new BackfillLedger(connection);
      ledger.open();
      ledger.reserve(job.name(), PATIENCE);
      KeyRange range = KeyRange.of(connection, job);
      Line line = begun(ledger, range, again);
      if (line.finished() != null) {
        progress.finishedBefore(line);
        return;
      }
      progress.begins(line);
      walk(ledger, range, line);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // keys travel as text and must read alike in every session
      statement.execute("set datestyle = 'ISO, YMD'");
      statement.execute("set bytea_output = 'hex'");
      statement.execute("set standard_conforming_strings = on");
      statement.execute("set lock_timeout = '2s'");
      stopWithClient(statement);
    }
    connection.setAutoCommit(false);
  }

  /** So that a batch whose command was killed ends, and not only when it is done. */
  private static void stopWithClient(Statement statement) {
    try {
      statement.execute("set client_connection_check_interval = '1s'");
    } catch (SQLException e) {
      // not every system can tell; the batch then ends by itself
    }
  }

  private Line begun(BackfillLedger ledger, KeyRange range, boolean again) throws SQLException {
    Optional<Line> before = ledger.held(job.name());
    boolean untouched = before.map(Line::untouched).orElse(true);
    if (!again && !untouched && !before.get().digest().equals(job.digest())) {
      throw new CommandException(
          ("the file of %s changed since %,d rows were done by it. Restore it, or begin with the"
                  + " first row by --again.")
              .formatted(job.name(), before.get().done()));
    }
    if (again || untouched) {
      ledger.begin(job, range.total(ledger.connection()));
    }
    Line line = ledger.held(job.name()).orElseThrow();
    ledger.connection().commit();
    return line;
  }

  private void walk(BackfillLedger ledger, KeyRange range, Line begun) throws SQLException {
    Line line = begun;
    while (true) {
      long start = System.nanoTime();
      Optional<Line> next = retried(ledger, range, line);
      if (next.isEmpty()) {
        progress.ends(line);
        return;
      }
      long rows = next.get().done() - line.done();
      line = next.get();
      progress.moves(line);
      pace.rest(rows, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Optional<Line> retried(BackfillLedger ledger, KeyRange range, Line line)
      throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return batch(ledger, range, line);
      } catch (SQLException e) {
        if (!MAY_HEAL.contains(String.valueOf(e.getSQLState())) || tries == TRIES_MAX) {
          throw e;
        }
        ledger.connection().rollback();
        progress.waits(e.getSQLState());
        Pace.sleep(waiting(tries));
      }
    }
  }

  private static Duration waiting(int tries) {
    long doubled = FIRST_WAIT.toMillis() << Math.min(tries - 1, 10);
    long most = Math.min(doubled, LONGEST_WAIT.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  /** One transaction: the rows of a range and the place behind them; none if there are no more. */
  private Optional<Line> batch(BackfillLedger ledger, KeyRange range, Line line)
      throws SQLException {
    Connection connection = ledger.connection();
    if (ledger.held(job.name()).filter(now -> now.position().equals(line.position())).isEmpty()) {
      throw new CommandException(
          "another session goes on with %s: this one ends".formatted(job.name()));
    }
    Optional<Last> last = range.next(connection, line.position(), pace.batch());
    if (last.isEmpty()) {
      ledger.finish(job.name());
      connection.commit();
      return Optional.empty();
    }
    long changed = changed(connection, range, line, last.get());
    Line moved = line.after(last.get().key(), last.get().rows(), changed);
    ledger.move(moved);
    connection.commit();
    return Optional.of(moved);
  }

  private long changed(Connection connection, KeyRange range, Line line, Last last)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      String condition = range.condition(statement, line.position(), last.key());
      statement.execute(job.statement(condition));
      return Math.max(0, statement.getLargeUpdateCount());
    }
  }

  private CommandException failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String next =
        switch (state) {
          case "57014" ->
              "A batch took longer than statement_timeout allows: make --batch smaller.";
          case "55P03" -> "Another session holds a lock: find it in pg_stat_activity.";
          case "42501" -> "Grant the right to the user, or run it as the owner.";
          default ->
              state.startsWith("08") || state.startsWith("57P")
                  ? "The connection was lost."
                  : "The batch was taken back.";
        };
    return new CommandException(
        "backfill %s stopped: %s (SQLSTATE %s). %s What was done stays done: run it again to go on."
            .formatted(job.name(), e.getMessage(), state, next),
        e);
  }
}
