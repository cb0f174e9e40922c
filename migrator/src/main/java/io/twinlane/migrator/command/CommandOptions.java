package io.twinlane.migrator.command;

import io.twinlane.migrator.console.Console;
import io.twinlane.schema.log.LogSettings;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SettingsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that every command has: which environment, and the word that lets production be changed.
 */
public final class CommandOptions {

  private static final String SERVES_PRODUCTION =
      "select from twinlane.migration_journal where event = 'environment' and detail = 'prod' limit 1";

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "dev, test, staging or prod; in place of the variable ENVIRONMENT.")
  private @Nullable String environment;

  @Option(names = "--yes", description = "Go on in production, having seen the target.")
  private boolean yes;

  @Option(names = "--json", description = "One JSON object per line, for programs.")
  private boolean json;

  /** Where to say what happens. */
  public Console console() {
    return new Console(System.out, json);
  }

  /**
   * The settings of the process and of the env files of the environment that is asked for, by which
   * the command logs from now on.
   */
  public Environment environment() {
    return environment(Map.of());
  }

  /**
   * The same with more.
   *
   * @param more wins over what the process was given
   */
  public Environment environment(Map<String, String> more) {
    Path home = Path.of(System.getenv().getOrDefault("TWINLANE_HOME", ""));
    Map<String, String> values = new HashMap<>(System.getenv());
    values.putAll(more);
    if (environment != null) {
      values.put("ENVIRONMENT", environment);
    }
    // read for themselves: mistakes in them are told with those of the command's own settings
    Logging.form(LogSettings.from(Environment.of(values, home)), "migrator");
    return Environment.of(values, home);
  }

  /**
   * Names the target of a change, and lets nobody change production by mistake.
   *
   * @throws SettingsException in production without {@code --yes}, and for a database that was ever
   *     migrated as production, whatever this environment is
   */
  public void guard(MigratorSettings settings) {
    String target =
        "environment %s, host %s, database %s, user %s"
            .formatted(
                settings.environment().shortName(),
                settings.database().url().host(),
                settings.database().url().database(),
                settings.database().url().user());
    if (settings.environment() == EnvironmentName.PRODUCTION && !yes) {
      throw new SettingsException(
          List.of("this changes production (" + target + "): say --yes if that is meant"));
    }
    if (settings.environment() != EnvironmentName.PRODUCTION
        && !yes
        && servesProduction(settings)) {
      throw new SettingsException(
          List.of(
              "the database was migrated as production ("
                  + target
                  + "): say --env prod --yes, or --yes alone if it is a copy"));
    }
    console().line("target: " + target);
  }

  /** Whoever forgets to say where they are is not to change production by it. */
  private static boolean servesProduction(MigratorSettings settings) {
    try (Connection connection = settings.database().source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SERVES_PRODUCTION)) {
      return rows.next();
    } catch (SQLException e) {
      // not there yet, or without a history: the command itself finds out
      return false;
    }
  }
}
