package io.twinlane.migrator.history;

import io.twinlane.migrator.command.MigratorSettings;
import io.twinlane.migrator.console.CommandException;
import io.twinlane.migrator.history.Journal.Event;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Keeps commands that destroy away from databases that people depend on. */
public final class Development {

  private Development() {}

  /**
   * Lets a command go on in development and test, against a database that was never migrated as
   * anything else: who forgets to say where they are is not to lose production by it.
   *
   * @throws SettingsException otherwise, whatever the flags
   */
  public static void only(MigratorSettings settings, String command) {
    refuse(settings.environment(), command, "this is " + settings.environment().shortName());
    try (Connection connection = settings.database().connect()) {
      List<String> remembered = new Journal(connection).details(Event.ENVIRONMENT);
      for (EnvironmentName name : EnvironmentName.values()) {
        if (remembered.contains(name.shortName())) {
          refuse(
              name,
              command,
              "the database %s was migrated as %s"
                  .formatted(settings.database().url().place(), name.shortName()));
        }
      }
    } catch (SQLException e) {
      throw new CommandException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  private static void refuse(EnvironmentName environment, String command, String reason) {
    switch (environment) {
      case DEVELOPMENT, TEST -> {}
      case STAGING, PRODUCTION ->
          throw new SettingsException(
              List.of(
                  String.format(
                      Locale.ROOT,
                      "%s is for development and test only, and %s. No option changes that.",
                      command,
                      reason)));
    }
  }
}
