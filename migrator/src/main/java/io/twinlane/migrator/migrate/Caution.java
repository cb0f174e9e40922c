package io.twinlane.migrator.migrate;

import io.twinlane.migrator.backup.Backup;
import io.twinlane.migrator.backup.BackupSettings;
import io.twinlane.migrator.check.Drift;
import io.twinlane.migrator.check.DriftReport;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.LockFile;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.migrator.history.Standing;
import io.twinlane.schema.settings.EnvironmentName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is looked at before a database is changed, and noted after: whether somebody has changed it
 * by hand, a backup, and the environment that it serves.
 *
 * <p>Drift stops a change, and is never answered with a reset. Where nothing is pending it is told
 * and no more: services that start must not wait for it.
 */
record Caution(
    MigratorSettings settings, Console console, Optional<BackupSettings> backup, boolean driftCheck)
    implements Request.Company {

  @Override
  public void before(MigrationLock lock, Standing standing, List<MigrationFile> wanted) {
    // what was begun and not ended is half of a change of our own
    if (driftCheck && !standing.applied().isEmpty() && standing.unfinished().isEmpty()) {
      refuseDrift(lock.observer(), standing, wanted);
    }
    if (backup.isPresent() && !wanted.isEmpty()) {
      Path file = Backup.before(settings, backup.get(), console);
      console.tell("saved", "saved as " + file, Map.of("file", file.toString()));
    }
  }

  private void refuseDrift(Connection live, Standing standing, List<MigrationFile> wanted) {
    Optional<Boolean> remembered = asRemembered(live);
    if (remembered.orElse(wanted.isEmpty())) {
      return;
    }
    if (wanted.isEmpty()) {
      console.tell(
          "drift",
          "warning: the schema was changed by hand since the last migrate; twinlane check says how",
          Map.of());
      return;
    }
    List<Difference> differences =
        new Drift(settings.database(), settings.schema()).ofDatabase(live, standing.applied());
    new DriftReport("migrations and database", differences).tell(console);
    if (!differences.isEmpty()) {
      throw CommandException.somethingToDo(
          ("the schema was changed by hand: %d facts are not what the migrations build, and nothing was"
                  + " applied. Mend them, allow them in drift.allow, or go on with --no-drift-check.")
              .formatted(differences.size()));
    }
  }

  /** Whether a run would look at what has changed. */
  static boolean changedByHand(MigratorSettings settings) {
    try (Connection connection = settings.database().connect()) {
      return new Journal(connection).exists() && !asRemembered(connection).orElse(true);
    } catch (SQLException e) {
      throw new CommandException("the catalog cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<Boolean> asRemembered(Connection live) {
    try {
      return Drift.asRemembered(live);
    } catch (SQLException e) {
      throw new CommandException("the catalog cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void stopped(MigrationLock lock) {
    try {
      Drift.rememberIfApplied(lock.observer());
    } catch (SQLException e) {
      // the failure that stopped it is the one to tell
      console.line("the schema could not be noted: " + e.getMessage());
    }
  }

  @Override
  public void after(MigrationLock lock, List<MigrationFile> applied) {
    try {
      if (!applied.isEmpty()) {
        Drift.remember(lock.observer());
      }
      rememberEnvironment(new Journal(lock.observer()), settings.environment());
      lockFiles(applied);
    } catch (SQLException e) {
      throw new CommandException("the journal cannot be written: " + e.getMessage(), e);
    }
  }

  /** Where files are written they are locked; elsewhere they come as they are. */
  private void lockFiles(List<MigrationFile> applied) {
    switch (settings.environment()) {
      case DEVELOPMENT, TEST -> LockFile.of(settings.schema()).add(applied);
      case STAGING, PRODUCTION -> {}
    }
  }

  private static void rememberEnvironment(Journal journal, EnvironmentName environment)
      throws SQLException {
    if (!journal.last(Event.ENVIRONMENT).orElse("").equals(environment.shortName())) {
      journal.add(new Entry(Event.ENVIRONMENT, "", -1, "", environment.shortName()));
    }
  }
}
