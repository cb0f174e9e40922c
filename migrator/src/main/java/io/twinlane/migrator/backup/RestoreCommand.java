package io.twinlane.migrator.backup;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.database.Database;
import io.twinlane.schema.settings.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: a dump brought back. */
@Command(
    name = "restore",
    description = {
      "Restores a dump into a database of the configured server.",
      "Into one that is there, all of it or nothing; a damaged file or a missing role is told before."
    },
    footer = {
      "",
      "Examples:",
      "  twinlane restore backups/prod-app-full-20260101T103000Z.dump --into app2 --create",
      "  twinlane restore backups/dev-app-full-20260101T103000Z.dump --into app --clean",
      "",
      "Exit status: 0 done, 1 failed or different from the manifest, 2 wrong usage or settings."
    })
public final class RestoreCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "FILE", description = "The dump.")
  private Path file = Path.of("");

  @Option(
      names = "--into",
      paramLabel = "NAME",
      required = true,
      description = "The database that it goes into.")
  private String into = "";

  @ArgGroup private final Target target = new Target();

  /** What is done to the database before; without any of it, it must be there and empty. */
  static final class Target {

    @Option(names = "--create", description = "Make that database first.")
    private boolean create;

    @Option(
        names = "--clean",
        description = "Drop whatever is in it, in the same transaction; only what a part replaces.")
    private boolean clean;
  }

  @Option(
      names = "--create-roles",
      description = "Make the roles that the dump speaks of and the server lacks, without login.")
  private boolean createRoles;

  @Override
  public Integer call() {
    Environment env = options.environment();
    BackupSettings backup = BackupSettings.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    Database database = settings.database().sibling(into);
    options.guard(
        new MigratorSettings(
            database, settings.schema(), settings.environment(), settings.patience()));
    Console console = options.console();
    Dump dump = Dump.of(file);
    Restore restore = new Restore(settings.database(), backup, createRoles, console);
    Optional<Comparison> compared =
        target.create ? restore.asNew(database, dump) : restore.into(database, dump, target.clean);
    console.tell("restored", "restored " + file + " into " + into, Map.of("into", into));
    compared.ifPresent(comparison -> comparison.tell(console));
    tellAside(console, restore.aside(dump, database));
    tellNext(console, dump);
    return compared.map(Comparison::status).orElse(0);
  }

  private static void tellAside(Console console, List<String> statements) {
    statements.forEach(statement ->
        console.tell(
            "aside",
            "not in a dump, run it if it is still wanted: " + statement + ";",
            Map.of("sql", statement)));
  }

  private static void tellNext(Console console, Dump dump) {
    boolean history =
        dump.manifest().map(known -> known.contents().kind() != Manifest.Kind.SCHEMA).orElse(true);
    console.line(
        history
            ? "next: point DATABASE_URL to it, and run migrate for what came after the dump"
            : "next: point DATABASE_URL to it, and run baseline: the history of migrations is rows,"
                + " which this dump does not have");
  }
}
