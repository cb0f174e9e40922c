package io.twinlane.migrator.migrate;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate}: applies what is pending. */
@Command(
    name = "migrate",
    description = "Applies the migrations that the database does not have yet, in order.",
    footer = {"", "Example: DATABASE_URL=postgres://me:secret@localhost/app twinlane migrate"})
public final class MigrateCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    options.guard(settings);
    settings.database().await(settings.patience());
    Migrations.Applied applied = new Migrations(settings.database(), settings.schema()).migrate();
    applied.files().forEach(file -> System.out.println("applied " + file));
    System.out.println(
        applied.files().isEmpty()
            ? "nothing to apply: the schema is current"
            : "the schema is current");
    return 0;
  }
}
