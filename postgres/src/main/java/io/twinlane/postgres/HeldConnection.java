package io.twinlane.postgres;

import io.twinlane.schema.message.Deadline;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that one work has for itself, until it is released. What runs on it can be
 * cancelled, as long as it has not begun to commit. Lives on one event loop.
 */
public final class HeldConnection {

  private static final Logger LOG = LoggerFactory.getLogger(HeldConnection.class);
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(1);

  /** What comes after the deadline: time for the answer to a cancel request. */
  private static final Duration AFTER_CANCEL = Duration.ofMillis(750);

  private final SqlConnection connection;
  private final Deadline deadline;
  private Future<?> cancelling = Future.succeededFuture();
  private boolean cancelled;
  private boolean expired;
  private boolean committing;
  private boolean discarded;

  HeldConnection(SqlConnection connection, Deadline deadline) {
    this.connection = connection;
    this.deadline = deadline;
  }

  /** The connection itself, not to be closed. */
  public SqlConnection connection() {
    return connection;
  }

  /** From here on, nothing may be cancelled. False if it was already. */
  boolean beginsToCommit() {
    committing = !cancelled;
    return committing;
  }

  /** Whether it was cancelled since the work's time was over. */
  boolean expired() {
    return expired;
  }

  /**
   * Asks PostgreSQL to stop what runs, by a connection of its own, which gets through also while
   * every pooled one is in use.
   */
  void cancel() {
    if (committing || cancelled) {
      return;
    }
    cancelled = true;
    cancelling =
        PgConnection.cast(connection)
            .cancelRequest()
            .timeout(CANCEL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .onFailure(
                cause -> LOG.warn("a statement could not be cancelled: {}", cause.getMessage()));
  }

  /** Cancels what is over its time, and gives up what does not even answer to that. */
  void look() {
    if (deadline.remaining().plus(AFTER_CANCEL).isNegative()) {
      discard();
    } else if (deadline.expired() && !cancelled && !committing) {
      expired = true;
      cancel();
    }
  }

  /**
   * Closes it for good: whatever waits for an answer on it has none, and the pool opens another.
   */
  public void discard() {
    if (!discarded) {
      discarded = true;
      Sockets.close(connection);
    }
  }

  /**
   * Gives it back. A cancel request that is under way is waited for, as it would stop what the next
   * work runs.
   */
  Future<?> release() {
    return cancelling.transform(asked -> {
      if (asked.failed()) {
        discard();
      }
      return connection.close();
    });
  }
}
