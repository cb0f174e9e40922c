package io.twinlane.write;

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
 * What the DIRECT lane needs to know.
 *
 * @param connections where and how to connect
 * @param resultBytesMax the largest answer that one statement may have
 * @param watch what to look for in the database
 * @param sessions what clients may do who log in themselves
 * @param tellRequests whether PostgreSQL is told whose request a transaction is of
 * @param slowFrom after which time a statement is told of; zero for never
 * @param audit whether each transaction that writes is told of
 * @param idempotencyKeptFor how long the answer to an idempotency key is kept
 * @param gatherInsertsMax how many independent inserts may be one transaction; below two each is
 *     one of its own
 * @param leases how long leases run in a cluster; null where all services are in one JVM
 */
public record WriteSettings(
    Connections connections,
    int resultBytesMax,
    DatabaseWatch.Options watch,
    SessionSettings sessions,
    boolean tellRequests,
    Duration slowFrom,
    boolean audit,
    Duration idempotencyKeptFor,
    int gatherInsertsMax,
    @Nullable LeaseSettings leases) {

  public static WriteSettings from(Environment env) {
    Optional<DatabaseSource> source = env.database("WRITE_DATABASE_URL", "DATABASE_URL");
    Optional<DatabaseWatch.Options> watch =
        SchemaFolder.from(env)
            .map(schema -> DatabaseWatch.Options.from(env, Address.WRITE, schema));
    PoolSettings pool = PoolSettings.from(env, "WRITE");
    int resultBytesMax = Statements.bytesMax(env);
    String searchPath = SearchPath.from(env).ofDefault();
    SessionSettings sessions = SessionSettings.from(env);
    boolean tellRequests = Statements.tellRequests(env);
    Duration slowFrom = SlowLog.from(env);
    boolean audit = AuditLog.switchedOn(env);
    Duration idempotencyKeptFor =
        env.millis("IDEMPOTENCY_KEPT_MS", 1_000, 2_592_000_000L, 86_400_000);
    int gatherInsertsMax = env.integer("GATHER_INSERTS_MAX", 0, 256, 0);
    return env.check(() ->
        new WriteSettings(
            new Connections("twinlane-write", source.orElseThrow(), pool, searchPath, false),
            resultBytesMax,
            watch.orElseThrow(),
            sessions,
            tellRequests,
            slowFrom,
            audit,
            idempotencyKeptFor,
            gatherInsertsMax,
            null));
  }

  /** The same for a process of its own. */
  public static WriteSettings inCluster(Environment env) {
    LeaseSettings leases = LeaseSettings.from(env);
    WriteSettings alone = from(env);
    return new WriteSettings(
        alone.connections,
        alone.resultBytesMax,
        alone.watch,
        alone.sessions,
        alone.tellRequests,
        alone.slowFrom,
        alone.audit,
        alone.idempotencyKeptFor,
        alone.gatherInsertsMax,
        leases);
  }

  /** How statements run. */
  Statements statements() {
    Statements statements = connections.statements(resultBytesMax);
    return tellRequests ? statements.telling(connections.application()) : statements;
  }

  /** Connections for works: all but the one that watches, and at least one. */
  int connectionsMax() {
    return Math.max(1, connections.pool().connectionsMax() - 1);
  }
}
