package io.twinlane.migrator.data;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code seed}: the first data of the environment. */
@Command(
    name = "seed",
    description = {
      "Loads the production seeds and, in dev and test, the development seeds.",
      "Running it twice changes nothing."
    })
public final class SeedCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    options.guard(settings);
    new Seeds(settings.database(), settings.schema())
        .load(settings.environment())
        .forEach(file -> System.out.println("loaded " + file));
    return 0;
  }
}
