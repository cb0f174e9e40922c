package io.twinlane.migrator.generate;

import io.twinlane.migrator.command.CommandOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code new}: an empty migration, named so that it is the last one. */
@Command(
    name = "new",
    description = {
      "Writes an empty migration into the folder that SCHEMA_DIR names. No database is needed.",
      "Its name begins with the time in UTC, or a second after the newest one if that is later."
    },
    footer = {"", "Example: SCHEMA_DIR=db twinlane new add_phone_to_users"})
public final class NewCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "NAME", description = "What it does, such as add_phone_to_users.")
  private String name = "";

  @Override
  public Integer call() {
    MigrationFolder folder = MigrationFolder.of(options.environment());
    folder
        .write(List.of(MigrationFolder.normalised(name)), List.of(""))
        .forEach(
            file -> options.console().tell("written", "written " + file, Map.of("file", file)));
    return 0;
  }
}
