package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.database.Poolers;
import io.twinlane.migrator.history.History;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.LockFile;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.migrator.history.Standing;
import io.twinlane.schema.settings.SchemaFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The migrations of a schema folder against a database.
 *
 * <p>Several processes may migrate one database at once: a session advisory lock lets one work
 * while the others wait, and each file is applied once.
 */
public final class Migrations {

  private final Database database;
  private final SchemaFolder schema;
  private final List<MigrationFile> files;
  private final MigrationTerms terms;
  private final Console console;

  /** With the usual terms, saying nothing. */
  public Migrations(Database database, SchemaFolder schema) {
    this(database, schema, MigrationTerms.USUAL, Console.silent());
  }

  Migrations(Database database, SchemaFolder schema, MigrationTerms terms, Console console) {
    this.database = database;
    this.schema = schema;
    this.files = MigrationFile.all(schema);
    this.terms = terms;
    this.console = console;
  }

  /**
   * What a run of migrate did.
   *
   * @param files the files that it applied, in order
   * @param held those that wait for another release
   * @param fromNothing whether none had been applied before
   */
  public record Applied(List<String> files, List<String> held, boolean fromNothing) {}

  /**
   * How the database stands, by names of files.
   *
   * @param held wait for another release
   * @param unfinished those of the pending ones that were begun
   * @param problems why nothing can be applied
   */
  public record Status(
      List<String> applied,
      List<String> pending,
      List<String> held,
      Set<String> unfinished,
      List<String> problems) {

    private static Status of(Standing standing) {
      return new Status(
          names(standing.applied()),
          names(standing.pending()),
          names(standing.held()),
          standing.unfinished(),
          standing.problems());
    }
  }

  /**
   * Applies what is pending, in order.
   *
   * @throws CommandException if a file fails, was edited after it was applied, or comes too late
   */
  public Applied migrate() {
    return migrate(Request.ALL);
  }

  Applied migrate(Request request) {
    connectOnce();
    Poolers.refuse(database);
    LockFile.of(schema).verify(files);
    try (MigrationLock lock = MigrationLock.take(database, terms.turnPatience(), console)) {
      FlywayRun flyway = new FlywayRun(database, terms, lock.observer(), console);
      flyway.systemTables();
      new History(lock.observer()).forgetFailures();
      Standing standing = standing(lock.observer(), request.deferredToo());
      standing.refuseProblems();
      List<MigrationFile> wanted = upTo(request.target(), standing.pending());
      request.company().before(lock, standing, wanted);
      hold(lock.observer(), standing.held());
      apply(flyway, standing, wanted, () -> request.company().stopped(lock));
      letLanesIn(lock.observer());
      request.company().after(lock, wanted);
      return new Applied(names(wanted), names(standing.held()), standing.applied().isEmpty());
    } catch (SQLException e) {
      throw new CommandException("the history cannot be written: " + e.getMessage(), e);
    }
  }

  private static void apply(
      FlywayRun flyway, Standing standing, List<MigrationFile> wanted, Runnable stopped) {
    try {
      flyway.apply(standing.applied(), wanted);
    } catch (CommandException e) {
      stopped.run();
      throw e;
    }
  }

  /** Looks without changing anything. */
  public Status status() {
    return Status.of(standing(false));
  }

  /** Looks without changing anything. */
  Standing standing(boolean deferredToo) {
    connectOnce();
    try (Connection connection = database.connect()) {
      return standing(connection, deferredToo);
    } catch (SQLException e) {
      throw new CommandException("the connection could not be closed", e);
    }
  }

  /** What a run would apply, in order; changes nothing. */
  List<MigrationFile> wanted(Standing standing, Optional<String> target) {
    LockFile.of(schema).verify(files);
    standing.refuseProblems();
    return upTo(target, standing.pending());
  }

  /**
   * Changes the history itself, under the lock and with all of Twinlane's tables in place.
   *
   * @param change is given how the database stands and a connection to change the history on
   */
  void underLock(BiConsumer<Standing, Connection> change) {
    connectOnce();
    Poolers.refuse(database);
    try (MigrationLock lock = MigrationLock.take(database, terms.turnPatience(), console)) {
      FlywayRun flyway = new FlywayRun(database, terms, lock.observer(), console);
      flyway.systemTables();
      Standing standing = standing(lock.observer(), false);
      flyway.historyTable(standing.applied());
      change.accept(standing, lock.observer());
    }
  }

  /** The file of a name, with or without its folder, or of a version. */
  MigrationFile file(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return files.stream()
        .filter(file -> file.name().equals(last) || file.version().equals(last))
        .findFirst()
        .orElseThrow(() -> new CommandException("there is no migration " + name));
  }

  private Standing standing(Connection connection, boolean deferredToo) {
    return Standing.of(connection, files, new Standing.Terms(release(), deferredToo));
  }

  private String release() {
    return terms.release().isEmpty() ? Standing.releaseOf(files) : terms.release();
  }

  private List<MigrationFile> upTo(Optional<String> target, List<MigrationFile> pending) {
    if (target.isEmpty()) {
      return pending;
    }
    String version = target.get();
    if (files.stream().noneMatch(file -> file.version().equals(version))) {
      throw new CommandException("there is no migration with the version " + version);
    }
    return pending.stream().filter(file -> file.version().compareTo(version) <= 0).toList();
  }

  /** Notes what waits, once for each release. */
  private void hold(Connection connection, List<MigrationFile> held) throws SQLException {
    Journal journal = new Journal(connection);
    for (MigrationFile file : held) {
      boolean known =
          journal.of(file.version()).stream().anyMatch(entry -> entry.event() == Event.HELD);
      if (!known) {
        journal.add(Entry.of(file, Event.HELD, Standing.releaseOf(files) + " " + terms.release()));
      }
    }
  }

  /** So that a database that cannot be reached is told as such, and not as a failed migration. */
  private void connectOnce() {
    try (Connection connection = database.connect()) {
      connection.isValid(0);
    } catch (SQLException e) {
      throw new CommandException("the connection could not be closed", e);
    }
  }

  /**
   * Lanes may run as other users: all need to see which migration was the last, and the DIRECT lane
   * keeps answers by their idempotency keys.
   */
  private static void letLanesIn(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("grant usage on schema twinlane to public");
      statement.execute("grant select on twinlane.schema_migrations to public");
      statement.execute(
          """
          do $$ begin
            if exists (select from pg_roles where rolname = 'twinlane_writer') then
              grant select, insert, update, delete on twinlane.idempotency to twinlane_writer;
            end if;
          end $$\
          """);
    } catch (SQLException e) {
      throw new CommandException(
          "the lanes cannot be let into schema twinlane: " + e.getMessage(), e);
    }
  }

  private static List<String> names(List<MigrationFile> files) {
    return files.stream().map(MigrationFile::name).toList();
  }
}
