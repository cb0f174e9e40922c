package io.twinlane.migrator.ephemeral;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.Console;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ephemeral list}: which databases there are. */
@Command(
    name = "list",
    description = "Lists the ephemeral databases, when they expire, and their sizes.",
    footer = {"", "Example: twinlane ephemeral list --json"})
final class ListCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Override
  public Integer call() {
    MigratorSettings settings = MigratorSettings.from(options.environment());
    List<Ephemeral> all = new Ephemerals(settings).list();
    Console console = options.console();
    all.forEach(one -> tell(console, one));
    if (all.isEmpty()) {
      console.line("there are none");
    }
    return 0;
  }

  private static void tell(Console console, Ephemeral one) {
    boolean expired = !one.expires().isAfter(Instant.now());
    String size = one.bytes() < 0 ? "?" : "%,.1f MB".formatted(one.bytes() / 1_000_000.0);
    console.tell(
        "database",
        "%-30s  %-8s %s  %12s  %s"
            .formatted(
                one.name(), expired ? "expired" : "expires", one.expires(), size, one.database()),
        Map.of(
            "name", one.name(),
            "database", one.database(),
            "expires", one.expires().toString(),
            "expired", expired,
            "bytes", one.bytes()));
  }
}
