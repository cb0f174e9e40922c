package io.twinlane.migrator.backup;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.schema.settings.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether a dump can be trusted. */
@Command(
    name = "verify",
    description = {
      "Proves a dump by restoring it into a scratch database.",
      "Compares catalogs and rows with the manifest, and drops the scratch database again. "
          + "Changes no other."
    },
    footer = {
      "",
      "Example: twinlane verify backups/prod-app-full-20260101T103000Z.dump",
      "",
      "Exit status: 0 it is what was dumped, 1 it is damaged or different, 2 wrong usage or settings."
    })
public final class VerifyCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "FILE", description = "The dump.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Environment env = options.environment();
    BackupSettings backup = BackupSettings.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    settings.database().await(settings.patience());
    Console console = options.console();
    Comparison comparison =
        new Verification(settings.database(), backup, console).of(Dump.of(file));
    comparison.tell(console);
    if (comparison.status() == 0) {
      console.tell("verified", "verified " + file, Map.of("file", file.toString()));
    }
    return comparison.status();
  }
}
