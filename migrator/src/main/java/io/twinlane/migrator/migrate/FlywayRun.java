package io.twinlane.migrator.migrate;

import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.migrator.history.History;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.schema.settings.SchemaFolder;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway, as it is used here: it keeps the history and its order, and we run the files. */
final class FlywayRun {

  /** Twinlane's own tables have a history of their own, so that neither waits for the other. */
  private static final String SYSTEM_HISTORY = "system_migrations";

  private static final int LOCK_TRIES_MAX = 600;

  private final DataSource source;
  private final MigrationTerms terms;
  private final Connection observer;
  private final Console console;

  FlywayRun(Database database, MigrationTerms terms, Connection observer, Console console) {
    this.source = database.patientSource(terms.lockTimeout());
    this.terms = terms;
    this.observer = observer;
    this.console = console;
  }

  /** Makes or renews Twinlane's own tables. */
  void systemTables() {
    List<FlywayMigration> own =
        MigrationFile.all(SchemaFolder.system()).stream()
            .map(file -> FlywayMigration.ofSystem(file, observer, terms))
            .toList();
    run(flyway(SYSTEM_HISTORY, own), own);
  }

  /**
   * Applies files.
   *
   * @param applied what the database has already
   * @param wanted what is to be applied, in order
   * @throws CommandException if one fails
   */
  void apply(List<MigrationFile> applied, List<MigrationFile> wanted) {
    List<MigrationFile> all = Stream.concat(applied.stream(), wanted.stream()).toList();
    List<FlywayMigration> migrations = migrations(all);
    run(flyway(History.TABLE, migrations), migrations);
  }

  /** Makes the table of the history where there is none. */
  void historyTable(List<MigrationFile> applied) {
    List<FlywayMigration> migrations = migrations(applied);
    Flyway flyway = flyway(History.TABLE, migrations);
    if (flyway.info().all().length == 0) {
      flyway.baseline();
    }
  }

  private List<FlywayMigration> migrations(List<MigrationFile> files) {
    return files.stream().map(file -> FlywayMigration.of(file, observer, terms, console)).toList();
  }

  private static void run(Flyway flyway, List<FlywayMigration> migrations) {
    while (true) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (cause(e, LockedOut.class).isEmpty()) {
          throw cause(e, CommandException.class)
              .orElseGet(() -> new CommandException(String.valueOf(e.getMessage()), e));
        }
        migrations.stream()
            .map(FlywayMigration::patience)
            .filter(LockPatience::begun)
            .forEach(LockPatience::pause);
      }
    }
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private Flyway flyway(String history, List<FlywayMigration> migrations) {
    FluentConfiguration configuration = Flyway.configure();
    // a lock held by an open transaction would make CREATE INDEX CONCURRENTLY wait for ever
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration
        .dataSource(source)
        .lockRetryCount(LOCK_TRIES_MAX)
        .defaultSchema(History.SCHEMA)
        .schemas(History.SCHEMA)
        .table(history)
        // our tables live in other schemas; what stands in this one says nothing about them
        .baselineOnMigrate(true)
        .baselineVersion(History.BEGINNING)
        // what comes out of order is refused before; what was held back is let through
        .outOfOrder(true)
        .locations(new String[0])
        .skipDefaultResolvers(true)
        .skipDefaultCallbacks(true)
        // those of a schema folder are compared by us; a release may mend Twinlane's own
        .validateOnMigrate(false)
        .javaMigrations(migrations.toArray(JavaMigration[]::new))
        .load();
  }
}
