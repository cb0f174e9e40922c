package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandException;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.SchemaFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * The migrations of a schema folder against a database.
 *
 * <p>Several processes may migrate one database at once: a session advisory lock lets one work
 * while the others wait, and each file is applied once.
 */
public final class Migrations {

  /** The schema that holds the history; it is not one that clients see. */
  static final String SCHEMA = "twinlane";

  private static final String HISTORY = "schema_migrations";

  /** Twinlane's own tables have a history of their own, so that neither waits for the other. */
  private static final String SYSTEM_HISTORY = "system_migrations";

  private static final String BASELINE = "0";
  private static final int LOCK_TRIES_MAX = 600;

  private final Database database;
  private final List<MigrationFile> files;

  public Migrations(Database database, SchemaFolder schema) {
    this.database = database;
    this.files = MigrationFile.all(schema);
  }

  /**
   * What a run of migrate did.
   *
   * @param files the files that it applied, in order
   * @param fromNothing whether none had been applied before
   */
  public record Applied(List<String> files, boolean fromNothing) {}

  /** Which files are applied and which are not, in order. */
  public record Status(List<String> applied, List<String> pending) {}

  /**
   * Applies what is pending, in order.
   *
   * @throws CommandException if a file fails, was edited after it was applied, or comes too late
   */
  public Applied migrate() {
    connectOnce();
    Flyway flyway = flyway();
    try {
      forgetFailures(flyway);
      MigrateResult result = flyway.migrate();
      flyway(SYSTEM_HISTORY, MigrationFile.all(SchemaFolder.system())).migrate();
      letLanesIn();
      return new Applied(
          result.migrations.stream().map(done -> fileName(done.version)).toList(),
          Optional.ofNullable(result.initialSchemaVersion).isEmpty());
    } catch (FlywayException e) {
      throw failure(flyway, e);
    }
  }

  /** Looks without changing anything. */
  public Status status() {
    connectOnce();
    MigrationInfo[] all = flyway().info().all();
    return new Status(named(all, true), named(all, false));
  }

  private Flyway flyway() {
    return flyway(HISTORY, files);
  }

  private Flyway flyway(String history, List<MigrationFile> ofHistory) {
    FluentConfiguration configuration = Flyway.configure();
    // a lock held by an open transaction would make CREATE INDEX CONCURRENTLY wait for ever
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration
        .dataSource(database.source())
        .lockRetryCount(LOCK_TRIES_MAX)
        .defaultSchema(SCHEMA)
        .schemas(SCHEMA)
        .table(history)
        // our tables live in other schemas; what stands in this one says nothing about them
        .baselineOnMigrate(true)
        .baselineVersion(BASELINE)
        .locations(new String[0])
        .skipDefaultResolvers(true)
        .skipDefaultCallbacks(true)
        .javaMigrations(ofHistory.toArray(JavaMigration[]::new))
        .load();
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
  private void letLanesIn() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("grant usage on schema %s to public".formatted(SCHEMA));
      statement.execute("grant select on %s.%s to public".formatted(SCHEMA, HISTORY));
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

  /** A file that failed outside of a transaction has left a mark; mended, it is to run again. */
  private static void forgetFailures(Flyway flyway) {
    boolean failed =
        Arrays.stream(flyway.info().all())
            .anyMatch(info -> info.getState() == MigrationState.FAILED);
    if (failed) {
      flyway.repair();
    }
  }

  private static boolean applied(MigrationInfo info) {
    return info.getState().isApplied() && info.getState() != MigrationState.FAILED;
  }

  private List<String> named(MigrationInfo[] all, boolean applied) {
    return Arrays.stream(all)
        // Flyway's own rows, for the schema and the start, are not files
        .filter(
            info -> info.getVersion() != null && !BASELINE.equals(info.getVersion().getVersion()))
        .filter(info -> applied(info) == applied)
        .map(info -> fileName(info.getVersion().getVersion()))
        .toList();
  }

  private String fileName(String version) {
    return files.stream()
        .map(MigrationFile::fileName)
        .filter(name -> name.startsWith(version + "_"))
        .findFirst()
        .orElse(version + " (no such file)");
  }

  private CommandException failure(Flyway flyway, FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommandException known) {
        return known;
      }
    }
    return explained(flyway.info().all())
        .map(text -> new CommandException(text, e))
        .orElseGet(() -> new CommandException(String.valueOf(e.getMessage()), e));
  }

  /** What is wrong with the files, by comparing them with the history. */
  private Optional<String> explained(MigrationInfo[] all) {
    for (MigrationInfo info : all) {
      String name = info.getVersion() == null ? "" : fileName(info.getVersion().getVersion());
      if (info.getState().isApplied() && !info.isChecksumMatching()) {
        return Optional.of(
            name
                + " was edited after it was applied. Restore it as it was, and put the change into a"
                + " new migration.");
      }
      if (info.getState() == MigrationState.MISSING_SUCCESS) {
        return Optional.of(
            info.getVersion() + " was applied, but its file is gone. Restore the file.");
      }
      if (info.getState() == MigrationState.IGNORED) {
        return Optional.of(
            name
                + " is older than the newest applied migration and was never applied. Give it a time"
                + " stamp of now.");
      }
    }
    return Optional.empty();
  }
}
