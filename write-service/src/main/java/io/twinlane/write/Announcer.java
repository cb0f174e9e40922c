package io.twinlane.write;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;

/**
 * Tells the CACHED lane what was written, and has its word before the writer has an answer.
 *
 * <p>Invariant 5: a write is announced after PostgreSQL has acknowledged its COMMIT and before the
 * writer is answered; and also where its outcome is unknown.
 */
final class Announcer {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Positions positions;
  private final EventBus bus;
  private final Recipients recipients;
  private final Duration statementTimeout;

  /** With the time after which PostgreSQL ends a statement. */
  Announcer(Vertx vertx, Recipients recipients, Positions positions, Duration statementTimeout) {
    this.vertx = vertx;
    this.recipients = recipients;
    this.positions = positions;
    this.bus = vertx.eventBus();
    this.statementTimeout = statementTimeout;
  }

  /**
   * Completes when no answer from memory can be older than the write, which is committed.
   *
   * <p>Then everybody is told, with a position; the writer does not wait for that.
   */
  Future<?> announce(TablesChanged changed) {
    return recipients
        .tell(changed)
        .onSuccess(_ -> positions.afterNow().onSuccess(position -> publish(changed.at(position))));
  }

  /**
   * The same for a write that may have happened, or may still happen: it is told once more when
   * PostgreSQL must have ended the statement.
   */
  Future<?> announceUnknown(TablesChanged changed) {
    vertx.setTimer(
        statementTimeout.plus(PATIENCE).toMillis(),
        _ -> recipients.tell(changed).onSuccess(_ -> publish(changed)));
    return recipients.tell(changed).onSuccess(_ -> publish(changed));
  }

  private void publish(TablesChanged changed) {
    bus.publish(Address.CHANGES.value(), changed);
  }
}
