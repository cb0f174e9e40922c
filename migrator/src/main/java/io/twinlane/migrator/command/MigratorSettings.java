package io.twinlane.migrator.command;

import io.twinlane.migrator.database.Database;
import io.twinlane.schema.log.LogSettings;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import java.time.Duration;
import java.util.Optional;

/**
 * What a command needs to know.
 *
 * @param patience how long to wait for a database that may come up yet
 */
public record MigratorSettings(
    Database database, SchemaFolder schema, EnvironmentName environment, Duration patience) {

  /** What the environment says; all mistakes are told at once. */
  public static MigratorSettings from(Environment env) {
    Optional<DatabaseSource> source = env.database("DIRECT_DATABASE_URL", "DATABASE_URL");
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    Duration patience = env.millis("DATABASE_WAIT_MS", 0, 3_600_000, 10_000);
    LogSettings _ = LogSettings.from(env); // in force already, but for its mistakes
    return env.check(() ->
        new MigratorSettings(
            new Database(source.orElseThrow().url()), schema.orElseThrow(), env.name(), patience));
  }
}
