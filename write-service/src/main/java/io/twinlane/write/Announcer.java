package io.twinlane.write;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the CACHED lane what was written, and has its word before the writer has an answer.
 *
 * <p>Invariant 5: a write is announced after PostgreSQL has acknowledged its COMMIT and before the
 * writer is answered; and also where its outcome is unknown.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Positions positions;
  private final EventBus bus;
  private final Duration statementTimeout;

  /** With the time after which PostgreSQL ends a statement. */
  Announcer(Vertx vertx, Positions positions, Duration statementTimeout) {
    this.vertx = vertx;
    this.positions = positions;
    this.bus = vertx.eventBus();
    this.statementTimeout = statementTimeout;
  }

  /**
   * Completes when no answer of the CACHED lane can be older than the write, which is committed.
   * Where there is no such lane, that is at once; a lane that does not answer is asked again for as
   * long as it takes: the writer would rather hear nothing than be told of a write that readers do
   * not see.
   *
   * <p>Then everybody is told, with a position; the writer does not wait for that.
   */
  Future<?> announce(TablesChanged changed) {
    return bumped(changed)
        .onSuccess(_ -> positions.afterNow().onSuccess(position -> publish(changed.at(position))));
  }

  /**
   * The same for a write that may have happened, or may still happen: it is told once more when
   * PostgreSQL must have ended the statement.
   */
  Future<?> announceUnknown(TablesChanged changed) {
    vertx.setTimer(
        statementTimeout.plus(PATIENCE).toMillis(),
        _ -> bumped(changed).onSuccess(_ -> publish(changed)));
    return bumped(changed).onSuccess(_ -> publish(changed));
  }

  private Future<?> bumped(TablesChanged changed) {
    return bus.<Reply>request(
            Address.BUMP.value(),
            changed,
            new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()))
        .<Object>mapEmpty()
        .recover(cause -> again(changed, cause));
  }

  private void publish(TablesChanged changed) {
    bus.publish(Address.CHANGES.value(), changed);
  }

  private Future<Object> again(TablesChanged changed, Throwable cause) {
    if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Future.succeededFuture();
    }
    LOG.warn("the CACHED lane has not taken note of a write yet: {}", cause.getMessage());
    return bumped(changed).mapEmpty();
  }
}
