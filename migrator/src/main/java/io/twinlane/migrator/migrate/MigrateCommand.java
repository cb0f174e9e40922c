package io.twinlane.migrator.migrate;

import io.twinlane.migrator.backup.BackupSettings;
import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.history.MigrationFile;
import io.twinlane.migrator.history.Standing;
import io.twinlane.migrator.script.Script.Part;
import io.twinlane.schema.settings.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate}: applies what is pending. */
@Command(
    name = "migrate",
    description = {
      "Applies the migrations that the database does not have yet, in order and once.",
      "Several may run at a time. Run it again after any stop: it goes on where it was, or says"
          + " what to do."
    },
    footer = {
      "",
      "Examples:",
      "  DATABASE_URL=postgres://me:secret@localhost/app twinlane migrate",
      "  twinlane migrate --plan                      what would run; changes nothing",
      "  twinlane migrate --env prod --backup --yes   production, saved before",
      "",
      "Exit status: 0 done, 1 a file failed or is refused, 2 wrong usage or settings,",
      "3 something to do first: with --plan, files are pending; else, the schema was changed by hand."
    })
public final class MigrateCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--plan", description = "Print what would run, and touch nothing.")
  private boolean plan;

  @Option(
      names = "--backup",
      description = "Save the database before, if anything is to be applied.")
  private boolean backup;

  @Option(
      names = "--target",
      paramLabel = "VERSION",
      description = "Go no further than the migration with this version (YYYYMMDDHHMMSS).")
  private @Nullable String target;

  @Option(names = "--deferred", description = "Apply also what waits for the next release.")
  private boolean deferred;

  @Option(
      names = "--no-drift-check",
      description = "Do not look whether somebody has changed the schema by hand.")
  private boolean noDriftCheck;

  @Override
  public Integer call() {
    Environment env = options.environment();
    MigrationTerms terms = MigrationTerms.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    Console console = options.console();
    if (!plan) {
      options.guard(settings);
    }
    settings.database().await(settings.patience());
    Migrations migrations = new Migrations(settings.database(), settings.schema(), terms, console);
    Optional<BackupSettings> saving =
        backup && !plan ? Optional.of(BackupSettings.from(env)) : Optional.empty();
    return plan
        ? plan(migrations, settings, console)
        : migrate(migrations, new Caution(settings, console, saving, !noDriftCheck), console);
  }

  private int migrate(Migrations migrations, Caution caution, Console console) {
    Migrations.Applied applied =
        migrations.migrate(new Request(Optional.ofNullable(target), deferred, caution));
    applied.held().forEach(file -> tellHeld(console, file));
    console.tell(
        "current",
        applied.files().isEmpty()
            ? "nothing to apply: the schema is current"
            : "the schema is current",
        Map.of("applied", applied.files(), "held", applied.held()));
    return 0;
  }

  private int plan(Migrations migrations, MigratorSettings settings, Console console) {
    Standing standing = migrations.standing(deferred);
    List<MigrationFile> wanted = migrations.wanted(standing, Optional.ofNullable(target));
    wanted.forEach(file -> tell(console, file, standing.unfinished().contains(file.name())));
    standing.held().forEach(file -> tellHeld(console, file.name()));
    if (!noDriftCheck && Caution.changedByHand(settings)) {
      console.tell(
          "drift",
          "the schema was changed by hand since the last migrate, which would refuse to go on; twinlane"
              + " check says how",
          Map.of());
    }
    console.tell(
        "plan",
        wanted.isEmpty()
            ? "nothing to apply: the schema is current"
            : "%d to apply; nothing was changed".formatted(wanted.size()),
        Map.of("files", wanted.size()));
    return wanted.isEmpty() ? 0 : 3;
  }

  private static void tell(Console console, MigrationFile file, boolean begun) {
    boolean transactional = file.script().transactional();
    String how =
        transactional ? "one transaction" : "statement by statement, outside of a transaction";
    console.tell(
        "planned",
        "%s: %s%s".formatted(file.name(), how, begun ? "; was begun before" : ""),
        Map.of(
            "file",
            file.name(),
            "transaction",
            transactional,
            "begun",
            begun,
            "statements",
            file.script().parts().stream().map(Part::sql).toList()));
    file.script()
        .parts()
        .forEach(part -> console.line(part.bare().indent(2).stripTrailing() + ";"));
  }

  private static void tellHeld(Console console, String file) {
    console.tell("held", "held back until the next release: " + file, Map.of("file", file));
  }
}
