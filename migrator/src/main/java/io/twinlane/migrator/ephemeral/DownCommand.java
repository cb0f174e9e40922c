package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ephemeral down}: the end of a database. */
@Command(
    name = "down",
    description = "Drops a database that ephemeral up made, whoever is connected to it.",
    footer = {"", "Example: twinlane ephemeral down pr-123"})
final class DownCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "NAME", description = "As it was given to ephemeral up.")
  private String name = "";

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    boolean dropped = new Ephemerals(settings).down(name);
    options
        .console()
        .tell(
            "down",
            dropped ? "dropped " + name : "there is none by the name " + name,
            Map.of("name", name, "dropped", dropped));
    return 0;
  }
}
