package io.twinlane.postgres;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.service.InTime;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that one work has taken, for itself or with others, until it is released. What runs
 * on it can be cancelled, unless it has not begun its transaction yet, or has sent its COMMIT.
 * Lives on one event loop.
 */
public final class HeldConnection {

  private static final Logger LOG = LoggerFactory.getLogger(HeldConnection.class);
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(1);

  /** What comes after the deadline: time for the answer to a cancel request. */
  private static final Duration AFTER_CANCEL = Duration.ofMillis(750);

  /** Until the pool knows that a connection is gone, it would give it to the next work. */
  static final long GONE_MILLIS = 5;

  private final SqlConnection connection;
  private Deadline deadline;
  private final String requestId;
  private final Canceller canceller;
  private final TracePoint point = TracePoint.here();
  private Future<?> cancelling = Future.succeededFuture();
  private boolean wanted = true;
  private boolean cancellable = true;
  private boolean uncommitted;
  private boolean unsure;
  private boolean discarded;

  HeldConnection(SqlConnection connection, Work work, Canceller canceller) {
    this.connection = connection;
    this.deadline = work.deadline();
    this.requestId = work.requestId();
    this.canceller = canceller;
  }

  /** Where in a trace the work is that has it. */
  TracePoint point() {
    return point;
  }

  /** The connection itself, not to be closed. */
  public SqlConnection connection() {
    return connection;
  }

  /**
   * Until a transaction has begun, a cancel request might stop its BEGIN, and let what follows run
   * without it.
   */
  void beginning(Future<?> begin) {
    cancellable = false;
    begin.onSuccess(_ -> {
      cancellable = true;
      uncommitted = true;
    });
  }

  /** From here on, nothing may be cancelled. False if nobody wants it any more. */
  boolean beginsToCommit() {
    cancellable = false;
    uncommitted = false;
    return wanted;
  }

  /**
   * Whether a transaction has begun on it, and COMMIT was not sent. Then nothing of it remains if
   * the connection breaks.
   */
  public boolean uncommitted() {
    return uncommitted;
  }

  /** Somebody else waits for what runs on it as well, who has until then. */
  void wantedUntil(Deadline other) {
    deadline = deadline.orLater(other);
  }

  /**
   * Whether others whose statements leave nothing may use its session as it is: they would see
   * nothing that is left in it, and nothing is on its way to it.
   */
  boolean isAsFound() {
    return wanted
        && !discarded
        && Sockets.wire(connection).session().traces().hiddenFrom(Traces.NOTHING);
  }

  /** Whether it was to be cancelled. */
  boolean cancelled() {
    return !wanted;
  }

  /** Done when no cancel request is under way that might stop what is sent next. */
  Future<?> settled() {
    return cancelling.compose(_ ->
        unsure || (!wanted && !canceller.certain())
            ? Future.failedFuture("a cancel request may still be on its way")
            : Future.succeededFuture());
  }

  /** Asks PostgreSQL to stop what runs, now or as soon as it may be stopped. */
  void cancel() {
    wanted = false;
    if (cancellable && cancelling.isComplete()) {
      cancelling =
          InTime.of(canceller.cancel(connection), CANCEL_PATIENCE)
              .onFailure(cause -> {
                unsure = true;
                RequestLine.of(LOG.atWarn(), requestId)
                    .log("a statement could not be cancelled: {}", SqlState.words(cause));
              });
    }
  }

  /**
   * Cancels what is over its time, and gives up what does not even answer to that. A request that
   * came between two statements was for nothing, and is made again.
   */
  void look() {
    if (!wanted || deadline.expired()) {
      stop(deadline);
    }
  }

  /** The same for what nobody waits for, and had until then. */
  void stop(Deadline due) {
    if (due.remaining().plus(AFTER_CANCEL).isNegative()) {
      discard();
    } else {
      cancel();
    }
  }

  /** Whether it has not broken, whoever knows of it. */
  boolean isOpen() {
    return Sockets.isOpen(connection);
  }

  /** Closes it for good: what waits for an answer on it has none, and the pool opens another. */
  public void discard() {
    if (!discarded) {
      discarded = true;
      Sockets.close(connection);
    }
  }

  /**
   * Gives it back. A cancel request that is under way is waited for, as it would stop what the next
   * work runs; where it is not certain that it has arrived, the connection goes.
   *
   * @param broken whether the connection has failed
   */
  Future<?> release(Vertx vertx, boolean broken) {
    return cancelling
        .transform(_ -> {
          if (unsure || (!wanted && !canceller.certain())) {
            discard();
          }
          return broken || discarded
              ? vertx.timer(GONE_MILLIS, TimeUnit.MILLISECONDS)
              : Future.succeededFuture();
        })
        .compose(_ -> connection.close());
  }
}
