package io.twinlane.migrator.report;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maintenance purge-expired}: deletes rows whose time is over. */
@Command(
    name = "purge-expired",
    description =
        "Deletes the rows whose expiry is past, 1,000 at a time with pauses: of every table of"
            + " the first schema of the search path that has a column whose comment says @expires,"
            + " and of Twinlane's own answers for idempotency keys. Rows without an expiry stay.",
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage or settings, 3 with --dry-run: rows"
          + " are expired; without it: some tables were passed over.",
      "",
      "Example: maintenance purge-expired --table sessions --column expires_at --dry-run"
    })
final class PurgeExpiredCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Option(names = "--dry-run", description = "Counts the rows, and deletes none.")
  private boolean dryRun;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "This table alone, its name as it is or as SQL writes it; with --column.")
  private @Nullable String table;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "When its rows expire, a timestamptz, its name as it is; with --table.")
  private @Nullable String column;

  @Override
  public Integer call() {
    return run(MigratorSettings.from(options.environment()));
  }

  int run(MigratorSettings settings) {
    String named = table;
    String expiry = column;
    if ((named == null) != (expiry == null)) {
      throw new SettingsException(List.of("--table and --column go together"));
    }
    if (!dryRun) {
      options.guard(settings);
    }
    try (Connection connection = settings.database().connect()) {
      List<Expiry> expiries =
          named == null || expiry == null
              ? Expiry.marked(connection)
              : List.of(Expiry.named(connection, named, expiry));
      Purge purge = new Purge(connection, options.console());
      return dryRun ? purge.count(expiries) : purge.delete(expiries);
    } catch (SQLException e) {
      throw new CommandException("purge-expired failed: " + Trouble.said(e), e);
    }
  }
}
