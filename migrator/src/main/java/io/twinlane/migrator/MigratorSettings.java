package io.twinlane.migrator;

import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.twinlane.schema.settings.SchemaFolder;
import java.util.Optional;

/** What a command needs to know: the database, the schema folder, the environment. */
record MigratorSettings(Database database, SchemaFolder schema, EnvironmentName environment) {

  static MigratorSettings from(Environment env) {
    Optional<DatabaseSource> source = env.database("DIRECT_DATABASE_URL", "DATABASE_URL");
    Optional<SchemaFolder> schema = SchemaFolder.from(env);
    return env.check(() ->
        new MigratorSettings(
            new Database(source.orElseThrow().url()), schema.orElseThrow(), env.name()));
  }
}
