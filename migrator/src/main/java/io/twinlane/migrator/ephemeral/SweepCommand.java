package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.ephemeral.Ephemerals.Swept;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ephemeral sweep}: the end of all databases that have expired. */
@Command(
    name = "sweep",
    description = {
      "Drops every ephemeral database that has expired. For a timer.",
      "Scratch databases that a killed command left behind more than an hour ago go with them."
    },
    footer = {"", "Exit status: 0 done, 1 one of them could not be dropped."})
final class SweepCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    Swept swept = new Ephemerals(settings).sweep();
    Console console = options.console();
    swept
        .dropped()
        .forEach(name -> console.tell("dropped", "dropped " + name, Map.of("database", name)));
    swept.kept().forEach(why -> console.tell("kept", "kept " + why, Map.of("reason", why)));
    if (!swept.agesKnown()) {
      console.line("Scratch databases were not looked at: pg_stat_file is not granted.");
    }
    console.tell(
        "swept",
        "%d dropped, %d kept".formatted(swept.dropped().size(), swept.kept().size()),
        Map.of(
            "dropped", swept.dropped().size(),
            "kept", swept.kept().size(),
            "scratch", swept.agesKnown()));
    return swept.kept().isEmpty() ? 0 : 1;
  }
}
