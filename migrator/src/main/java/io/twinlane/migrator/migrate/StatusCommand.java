package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what is applied and what is pending. */
@Command(
    name = "status",
    description = "Shows which migrations are applied and which are pending. Changes nothing.",
    footer = {"", "Exit status: 0 the schema is current, 3 something is pending."})
public final class StatusCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    Migrations.Status status = new Migrations(settings.database(), settings.schema()).status();
    status.applied().forEach(file -> System.out.println("applied  " + file));
    status.pending().forEach(file -> System.out.println("pending  " + file));
    System.out.printf("%d applied, %d pending%n", status.applied().size(), status.pending().size());
    return status.pending().isEmpty() ? 0 : 3;
  }
}
