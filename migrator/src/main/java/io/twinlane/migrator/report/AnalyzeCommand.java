package io.twinlane.migrator.report;

import io.twinlane.migrator.command.CommandOptions;
import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maintenance analyze}: fresh statistics, by which PostgreSQL plans. */
@Command(
    name = "analyze",
    description =
        "Runs ANALYZE for all tables or for some, one after the other. Tables that this user does"
            + " not own are named and passed over; so are those that somebody alters just now.",
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage or settings, 3 some tables were"
          + " passed over.",
      "",
      "Example: maintenance analyze orders \"sales.my table\""
    })
final class AnalyzeCommand implements Callable<Integer> {

  @Mixin private final CommandOptions options = new CommandOptions();

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..*",
      description = "Its name as it is, or as SQL writes it; without any: all tables.")
  private List<String> tables = List.of();

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "All tables of one schema, its name as it is, without quotes.")
  private @Nullable String schema;

  @Override
  public Integer call() {
    return run(MigratorSettings.from(options.environment()));
  }

  int run(MigratorSettings settings) {
    try (Connection connection = settings.database().connect()) {
      Analysis analysis = new Analysis(connection, options.console());
      return analysis.of(tables, Optional.ofNullable(schema)) ? 0 : 3;
    } catch (SQLException e) {
      throw new CommandException("analyze failed: " + Trouble.said(e), e);
    }
  }
}
