package io.twinlane.migrator.rehearse;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.rehearse.Measured.Place;
import io.twinlane.migrator.rehearse.Measured.Times;
import io.twinlane.migrator.rehearse.Rehearsed.Ending;
import io.twinlane.migrator.replay.ServerWide;
import io.twinlane.migrator.script.Script;
import io.twinlane.schema.settings.SchemaFolder.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Files of SQL run on a copy of a database that nobody else uses, each as migrate would run it: in
 * one transaction, or, where a statement does not allow that, each statement by itself. The copy
 * keeps what they do.
 *
 * <p>What a statement does outside of the copy, through an extension that calls others, it does for
 * real.
 */
public final class Rehearsal {

  private static final String SESSION =
      """
      set statement_timeout = 0;
      set stats_fetch_consistency = none;
      -- so that an autovacuum of the copy gives way at once
      select set_config('deadlock_timeout', '20ms', false)
      from pg_roles where rolname = current_user and rolsuper
      """;

  private final Database copy;
  private final boolean serverWide;

  /**
   * A rehearsal.
   *
   * @param serverWide whether to keep also what changes the whole server
   */
  public Rehearsal(Database copy, boolean serverWide) {
    this.copy = copy;
    this.serverWide = serverWide;
  }

  /**
   * Runs a file, up to the first statement that fails.
   *
   * @throws CommandException if the copy cannot be looked at
   */
  public Rehearsed of(SqlFile file) {
    Script script = Script.of(file);
    try (Connection connection = copy.connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(SESSION);
      }
      return script.transactional()
          ? inTransaction(connection, file.name(), script)
          : oneByOne(connection, file.name(), script);
    } catch (SQLException e) {
      throw new CommandException(
          "%s cannot be rehearsed: %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  private Rehearsed inTransaction(Connection connection, String file, Script script)
      throws SQLException {
    ServerWide server = ServerWide.before(connection);
    Snapshot before = Snapshot.of(connection);
    Course course = new Course(before, session(connection));
    connection.setAutoCommit(false);
    for (Script.Part part : script.parts()) {
      Place place = new Place(file, part.line(), part.bare());
      long start = System.nanoTime();
      Optional<String> failure = failure(connection, part.sql());
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      if (failure.isPresent()) {
        connection.rollback();
        return new Rehearsed(course.failed(place, time, failure.get()), Ending.FAILED);
      }
      course.ran(connection, place, time);
    }
    if (!serverWide && !server.written(connection).isEmpty()) {
      connection.rollback();
      return new Rehearsed(course.ended(Duration.ZERO), Ending.UNDONE);
    }
    return committed(connection, file, course);
  }

  /** What is checked as late as that may fail, or take long. */
  private static Rehearsed committed(Connection connection, String file, Course course)
      throws SQLException {
    long start = System.nanoTime();
    try {
      connection.commit();
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      return new Rehearsed(course.ended(time), Ending.KEPT);
    } catch (SQLException e) {
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      Place end = new Place(file, course.lastLine(), "COMMIT");
      return new Rehearsed(course.failed(end, time, explained(e)), Ending.FAILED);
    }
  }

  private Rehearsed oneByOne(Connection connection, String file, Script script)
      throws SQLException {
    List<Measured> statements = new ArrayList<>();
    if (!serverWide && script.parts().stream().anyMatch(ServerWide::saidBy)) {
      return new Rehearsed(statements, Ending.UNDONE);
    }
    for (Script.Part part : script.parts()) {
      Measured measured = alone(connection, new Place(file, part.line(), part.bare()), part.sql());
      statements.add(measured);
      if (measured.failure().isPresent()) {
        return new Rehearsed(statements, Ending.FAILED);
      }
    }
    return new Rehearsed(statements, Ending.KEPT);
  }

  private Measured alone(Connection connection, Place place, String sql) throws SQLException {
    Snapshot before = Snapshot.of(connection);
    try (LockWatch watch = LockWatch.of(copy, session(connection))) {
      long start = System.nanoTime();
      Optional<String> failure = failure(connection, sql);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      Map<HeldLock, Duration> locks = watch.end();
      if (failure.isPresent()) {
        return Course.failure(place, time, failure.get());
      }
      return new Measured(
          place,
          new Times(time, time, true),
          Course.seen(before, locks, place.line()),
          Snapshot.of(connection).since(before, before),
          Optional.empty());
    }
  }

  private static int session(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static Optional<String> failure(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(explained(e));
    }
  }

  private static String explained(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String text = server == null ? e.getMessage() : server.getMessage();
    return "%s %s".formatted(e.getSQLState(), text);
  }
}
