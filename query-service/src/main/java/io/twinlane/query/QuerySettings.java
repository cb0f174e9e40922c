package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.DatabaseWatch;
import io.twinlane.postgres.SessionSettings;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.settings.DatabaseSource;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.settings.SchemaFolder;
import io.twinlane.schema.settings.SearchPath;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the CACHED lane needs to know.
 *
 * @param connections where and how to connect
 * @param resultBytesMax the largest answer that one statement may have
 * @param cache how much is cached, and for how long
 * @param watch what to look for in the database
 * @param sessions what clients may do who log in themselves
 * @param slowFrom after which time a statement is told of; zero for never
 * @param gathering how many look-ups become one statement
 * @param replicaWait how long a read waits for a replica that is behind
 * @param schemaChannel where changes of the schema are told by NOTIFY; empty for nowhere
 * @param leases how long leases run in a cluster; null where all services are in one JVM
 */
public record QuerySettings(
    Connections connections,
    int resultBytesMax,
    CacheSettings cache,
    DatabaseWatch.Options watch,
    SessionSettings sessions,
    Duration slowFrom,
    Gathering.Limits gathering,
    Duration replicaWait,
    String schemaChannel,
    @Nullable LeaseSettings leases) {

  private static final int SHARING_FROM = 4;
  private static final int LISTENING_FROM = 6;

  public static QuerySettings from(Environment env) {
    Optional<DatabaseSource> source = env.database("QUERY_DATABASE_URL", "DATABASE_URL");
    Optional<DatabaseWatch.Options> watch =
        SchemaFolder.from(env)
            .map(schema -> DatabaseWatch.Options.from(env, Address.QUERY, schema));
    PoolSettings pool = PoolSettings.from(env, "QUERY");
    int resultBytesMax = Statements.bytesMax(env);
    CacheSettings cache = CacheSettings.from(env);
    SessionSettings sessions = SessionSettings.from(env);
    Duration slowFrom = SlowLog.from(env);
    Gathering.Limits gathering = Gathering.Limits.from(env, pool);
    Duration replicaWait = env.millis("REPLICA_WAIT_MS", 0, 60_000, 1_000);
    String channel = env.text("DB_CHANNEL", "pgrst");
    String searchPath = SearchPath.from(env).ofDefault();
    return env.check(() ->
        new QuerySettings(
            new Connections("twinlane-query", source.orElseThrow(), pool, searchPath, true),
            resultBytesMax,
            cache,
            watch.orElseThrow(),
            sessions,
            slowFrom,
            gathering,
            replicaWait,
            channel,
            null));
  }

  /** The same for a process of its own. */
  public static QuerySettings inCluster(Environment env) {
    LeaseSettings leases = LeaseSettings.from(env);
    QuerySettings alone = from(env);
    return new QuerySettings(
        alone.connections,
        alone.resultBytesMax,
        alone.cache,
        alone.watch,
        alone.sessions,
        alone.slowFrom,
        alone.gathering,
        alone.replicaWait,
        alone.schemaChannel,
        leases);
  }

  /** How statements run. */
  Statements statements() {
    return connections.statements(resultBytesMax);
  }

  /** Connections that many quick statements share: two at least where there are enough. */
  int sharedMax() {
    int max = connections.pool().connectionsMax();
    return max < SHARING_FROM ? 1 : Math.max(2, max / SHARING_FROM);
  }

  /**
   * The channel to listen on. A pooler passes no notices on, and few connections are needed for
   * other things.
   */
  Optional<String> channel() {
    boolean possible =
        !connections.pooler() && connections.pool().connectionsMax() >= LISTENING_FROM;
    return Optional.of(schemaChannel).filter(name -> possible && !name.isEmpty());
  }

  /**
   * Connections that one transaction takes for itself: the rest but for those that watch and
   * listen, and at least one, also when the pool is of one. Behind a pooler nothing is shared.
   */
  int exclusiveMax() {
    int streams = streamsMax();
    int aside = channel().isPresent() ? 2 : 1;
    int shared = connections.pooler() ? 0 : sharedMax();
    return Math.max(1, connections.pool().connectionsMax() - shared - aside - streams);
  }

  /**
   * Connections for rows that are sent as they come: a third of those that are left; none where
   * there are too few.
   */
  int streamsMax() {
    return Math.max(0, (connections.pool().connectionsMax() - SHARING_FROM) / 3);
  }
}
