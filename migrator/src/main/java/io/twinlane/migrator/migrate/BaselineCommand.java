package io.twinlane.migrator.migrate;

import io.twinlane.migrator.check.Drift;
import io.twinlane.migrator.check.DriftReport;
import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.history.History;
import io.twinlane.migrator.history.Journal;
import io.twinlane.migrator.history.Journal.Entry;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.Standing;
import io.twinlane.schema.settings.Environment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baseline}: begins the history of a database that is there already. */
@Command(
    name = "baseline",
    description = {
      "Begins the history of a database that was built without Twinlane.",
      "The migrations up to a version are marked as applied, and none is run. Compares first "
          + "what they build with what the database is, and refuses if that differs."
    },
    footer = {
      "",
      "Example: twinlane introspect && twinlane baseline",
      "",
      "Exit status: 0 done, 1 there is a history already, 2 wrong settings, 3 the database differs."
    })
public final class BaselineCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "The last migration that the database has; the newest if not given.")
  private @Nullable String version;

  @Option(
      names = "--no-drift-check",
      description = "Take the files' word for what the database is.")
  private boolean noDriftCheck;

  @Override
  public Integer call() {
    Environment env = options.environment();
    MigrationTerms terms = MigrationTerms.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    Console console = options.console();
    options.guard(settings);
    Migrations migrations = new Migrations(settings.database(), settings.schema(), terms, console);
    migrations.underLock((standing, connection) -> {
      List<MigrationFile> files = files(migrations, standing);
      refuseDrift(settings, connection, files, console);
      mark(connection, files);
      console.tell(
          "baseline",
          "%d migrations are marked as applied".formatted(files.size()),
          Map.of("files", files.stream().map(MigrationFile::name).toList()));
    });
    return 0;
  }

  private List<MigrationFile> files(Migrations migrations, Standing standing) {
    if (!standing.applied().isEmpty()) {
      throw new CommandException(
          "there is a history already; for single files there is twinlane resolve");
    }
    String last = version;
    String end = last == null ? "99999999999999" : migrations.file(last).version();
    return standing.pending().stream().filter(file -> file.version().compareTo(end) <= 0).toList();
  }

  private void refuseDrift(
      MigratorSettings settings, Connection live, List<MigrationFile> files, Console console) {
    if (noDriftCheck) {
      return;
    }
    List<Difference> differences =
        new Drift(settings.database(), settings.schema()).ofDatabase(live, files);
    new DriftReport("migrations and database", differences).tell(console);
    if (!differences.isEmpty()) {
      throw CommandException.somethingToDo(
          "the database differs from what the migrations build in %d facts; nothing was marked. See --no-drift-check."
              .formatted(differences.size()));
    }
  }

  private static void mark(Connection connection, List<MigrationFile> files) {
    try {
      connection.setAutoCommit(false);
      for (MigrationFile file : files) {
        new History(connection).add(file);
        new Journal(connection).add(Entry.of(file, Event.BASELINE, ""));
      }
      Drift.remember(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new CommandException("the history cannot be written: " + e.getMessage(), e);
    }
  }
}
