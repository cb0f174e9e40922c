package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.schema.settings.Environment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what is applied and what is pending. */
@Command(
    name = "status",
    description = "Shows which migrations are applied and which are pending. Changes nothing.",
    footer = {
      "",
      "Example: twinlane status --env staging --json",
      "",
      "Exit status: 0 the schema is current, 3 something is pending, was begun, or is refused."
    })
public final class StatusCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    Environment env = options.environment();
    MigrationTerms terms = MigrationTerms.from(env);
    MigratorSettings settings = MigratorSettings.from(env);
    Console console = options.console();
    Migrations.Status status =
        new Migrations(settings.database(), settings.schema(), terms, console).status();
    tell(console, "applied", status.applied());
    tell(console, "held", status.held());
    for (String file : status.pending()) {
      boolean begun = status.unfinished().contains(file);
      console.tell(
          "pending",
          "pending  " + file + (begun ? "  (was begun; migrate goes on with it)" : ""),
          Map.of("file", file, "begun", begun));
    }
    status
        .problems()
        .forEach(text -> console.tell("problem", "problem  " + text, Map.of("text", text)));
    console.line(
        "%d applied, %d pending".formatted(status.applied().size(), status.pending().size()));
    return status.pending().isEmpty() && status.problems().isEmpty() ? 0 : 3;
  }

  private static void tell(Console console, String event, List<String> files) {
    files.forEach(
        file -> console.tell(event, "%-7s  %s".formatted(event, file), Map.of("file", file)));
  }
}
