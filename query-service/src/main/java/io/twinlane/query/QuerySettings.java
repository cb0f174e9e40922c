package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.settings.DatabaseUrl;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SearchPath;
import java.util.Optional;

/**
 * What the CACHED lane needs to know.
 *
 * @param connections where and how to connect
 * @param statements how large an answer may be
 * @param watch what to look for in the database
 */
public record QuerySettings(
    Connections connections, Statements statements, DatabaseWatch.Options watch) {

  public static QuerySettings from(Environment env) {
    Optional<DatabaseUrl> url = env.database("QUERY_DATABASE_URL", "DATABASE_URL");
    Optional<DatabaseWatch.Options> watch =
        SchemaFolder.from(env)
            .map(schema -> DatabaseWatch.Options.from(env, Address.QUERY, schema));
    PoolSettings pool = PoolSettings.from(env, "QUERY");
    Statements statements = Statements.from(env);
    String searchPath = SearchPath.from(env).ofDefault();
    return env.check(() ->
        new QuerySettings(
            new Connections("twinlane-query", url.orElseThrow(), pool, searchPath, true),
            statements,
            watch.orElseThrow()));
  }

  /** Connections that many statements share; the rest is for transactions. */
  int sharedMax() {
    return Math.max(1, connections.pool().connectionsMax() / 2);
  }

  /**
   * Connections that one transaction takes for itself. At least one, also when the pool is of one.
   */
  int exclusiveMax() {
    return Math.max(1, connections.pool().connectionsMax() - sharedMax());
  }
}
