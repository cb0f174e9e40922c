package io.twinlane.migrator.check;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.facts.Difference;
import io.twinlane.migrator.history.LockFile;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.MigrationLock;
import io.twinlane.migrator.history.Standing;
import io.twinlane.schema.settings.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check}: whether declared schema, migrations and database say the same. */
@Command(
    name = "check",
    description = {
      "Compares declared schema, migrations and database, and names what differs.",
      "What schema/ declares is compared with what the migrations build, and that with what the"
          + " database is, fact by fact on scratch databases of the same server. Each difference "
          + "comes with the statement that would mend it; nothing is changed. Files that are pending "
          + "are no difference."
    },
    footer = {
      "",
      "Differences that are meant stand in drift.allow of the schema folder, a line each:",
      "  index: made_by_hand on public.orders   # kind: identity, * stands for any text",
      "",
      "Example: twinlane check --env prod --json",
      "",
      "Exit status: 0 all agree, 1 failed, 2 wrong usage or settings, 3 something differs."
    })
public final class CheckCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--no-declared", description = "Leave the declared schema out.")
  private boolean noDeclared;

  @Option(names = "--no-database", description = "Leave the database out.")
  private boolean noDatabase;

  @Override
  public Integer call() {
    Environment env = options.environment();
    Duration turn = env.millis("MIGRATE_TURN_WAIT_MS", 0, 86_400_000, 600_000);
    MigratorSettings settings = MigratorSettings.from(env);
    Console console = options.console();
    List<MigrationFile> files = MigrationFile.all(settings.schema());
    LockFile.of(settings.schema()).verify(files);
    Drift drift = new Drift(settings.database(), settings.schema());
    int found = 0;
    if (!noDeclared && !settings.schema().declared().isEmpty()) {
      found += told(console, "schema/ and migrations", drift.ofFiles());
    }
    if (!noDatabase) {
      found += live(settings, files, drift, turn, console);
    }
    return found == 0 ? 0 : 3;
  }

  private static int live(
      MigratorSettings settings,
      List<MigrationFile> files,
      Drift drift,
      Duration turn,
      Console console) {
    try (MigrationLock lock = MigrationLock.take(settings.database(), turn, console)) {
      Standing standing = Standing.of(lock.observer(), files, new Standing.Terms("", false));
      standing.refuseProblems();
      List<Difference> differences = drift.ofDatabase(lock.observer(), standing.applied());
      if (standing.applied().isEmpty() && !differences.isEmpty()) {
        console.tell(
            "no-history",
            "the database has tables and no history: twinlane introspect, then twinlane baseline",
            Map.of("differences", differences.size()));
        return differences.size();
      }
      return told(console, "migrations and database", differences)
          + told(console, "roles and settings, then and now,", drift.ofServer(lock.observer()));
    }
  }

  private static int told(Console console, String subject, List<Difference> differences) {
    new DriftReport(subject, differences).tell(console);
    console.tell(
        "compared",
        differences.isEmpty()
            ? subject + " agree"
            : "%s differ in %d facts".formatted(subject, differences.size()),
        Map.of("subject", subject, "differences", differences.size()));
    return differences.size();
  }
}
