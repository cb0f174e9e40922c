package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import io.twinlane.migrator.ephemeral.Ephemerals.Ready;
import io.twinlane.migrator.ephemeral.Ephemerals.Wish;
import io.twinlane.schema.settings.EnvironmentName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ephemeral up}: a database by this name, migrated, and the way to it. */
@Command(
    name = "up",
    description = {
      "Makes a database, migrates it, loads the seeds, and prints its URL in the last line.",
      "One that is there already is migrated and lives on for the time given."
    },
    footer = {"", "Example: twinlane ephemeral up pr-123 --template app_golden --ttl 7d"})
final class UpCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(paramLabel = "NAME", description = "Such as pr-123, which makes twinlane_pr_123.")
  private String name = "";

  @Option(
      names = "--template",
      paramLabel = "DATABASE",
      description = "Begin as a copy of this database, which nobody may be connected to.")
  private @Nullable String template;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Lifetime.class,
      description = "How long it lives from now: 90m, 24h, 7d (${DEFAULT-VALUE}).")
  private Duration lifetime = Duration.ofHours(24);

  @Option(
      names = "--seed",
      negatable = true,
      description = "Load the seeds of the environment; so by default in dev and test.")
  private @Nullable Boolean seed;

  @Option(names = "--show-password", description = "Print the URL with the password.")
  private boolean showPassword;

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    Ephemerals ephemerals = new Ephemerals(settings);
    settings.database().await(settings.patience());
    boolean seeded = seed == null ? seededByDefault(settings.environment()) : seed;
    Ready ready = ephemerals.up(name, new Wish(Optional.ofNullable(template), lifetime, seeded));
    tell(options.console(), ready, ephemerals.url(ready.database().database(), showPassword));
    return 0;
  }

  private static boolean seededByDefault(EnvironmentName environment) {
    return switch (environment) {
      case DEVELOPMENT, TEST -> true;
      case STAGING, PRODUCTION -> false;
    };
  }

  private void tell(Console console, Ready ready, String url) {
    Ephemeral database = ready.database();
    if (!ready.made() && template != null) {
      console.line("It was there already, and was not copied anew.");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", database.name());
    fields.put("database", database.database());
    fields.put("made", ready.made());
    fields.put("applied", ready.applied());
    fields.put("seeds", ready.seeds());
    fields.put("ms", ready.took().toMillis());
    fields.put("expires", database.expires().toString());
    fields.put("url", url);
    String text =
        "%s %s: %d migrations applied, %d seed files loaded, ready in %,d ms, expires %s%n%s"
            .formatted(
                ready.made() ? "made" : "kept",
                database.database(),
                ready.applied().size(),
                ready.seeds().size(),
                ready.took().toMillis(),
                database.expires(),
                url);
    console.tell("ready", text, fields);
  }
}
