package io.twinlane.schema.settings;

import java.time.Duration;

/**
 * How many connections a lane may hold and how long it waits for what.
 *
 * @param connectionsMax connections at most
 * @param waitingMax requests that may wait for a connection; one more is told {@code Busy}
 * @param burst a queue that has stood for longer is overload
 * @param waitTimeout the longest wait for a connection
 * @param connectTimeout the longest wait for PostgreSQL to accept a connection
 * @param idleTimeout an unused connection is closed after this time
 * @param lifetimeMax a connection is closed at this age, used or not
 * @param statementTimeout PostgreSQL cancels a statement that runs longer
 * @param lockTimeout PostgreSQL ends a statement that waits longer for a lock
 * @param pipelining statements in flight on one connection
 */
public record PoolSettings(
    int connectionsMax,
    int waitingMax,
    Duration burst,
    Duration waitTimeout,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration lifetimeMax,
    Duration statementTimeout,
    Duration lockTimeout,
    int pipelining) {

  /** These settings where the URL says nothing, and what the URL says where it does. */
  public PoolSettings with(DatabaseUrl.Limits url) {
    return new PoolSettings(
        url.connectionsMax().orElse(connectionsMax),
        waitingMax,
        burst,
        url.waitTimeout().orElse(waitTimeout),
        url.connectTimeout().orElse(connectTimeout),
        idleTimeout,
        lifetimeMax,
        url.statementTimeout().orElse(statementTimeout),
        lockTimeout,
        // behind a pooler each transaction may meet another server process
        url.pooler() ? 1 : pipelining);
  }

  /** The pool of a lane: a variable with the lane's prefix wins over the one for both lanes. */
  public static PoolSettings from(Environment env, String prefix) {
    return new PoolSettings(
        env.integer(prefix + "_POOL_MAX", 1, 1_000, env.integer("POOL_MAX", 1, 1_000, 10)),
        env.integer("POOL_WAITING_MAX", 0, 100_000, 1_000),
        env.millis("POOL_BURST_MS", 1, 60_000, 500),
        env.millis("POOL_WAIT_TIMEOUT_MS", 1, 60_000, 2_000),
        env.millis("CONNECT_TIMEOUT_MS", 1, 120_000, 5_000),
        env.millis("POOL_IDLE_TIMEOUT_MS", 0, 86_400_000, 20_000),
        env.millis("POOL_LIFETIME_MAX_MS", 0, 86_400_000, 1_800_000),
        env.millis("STATEMENT_TIMEOUT_MS", 1, 86_400_000, 30_000),
        env.millis("LOCK_TIMEOUT_MS", 1, 86_400_000, 5_000),
        env.integer("POOL_PIPELINING", 1, 1_024, 64));
  }
}
