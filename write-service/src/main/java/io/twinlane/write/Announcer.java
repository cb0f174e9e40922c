package io.twinlane.write;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.Future;
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

  private final EventBus bus;

  Announcer(EventBus bus) {
    this.bus = bus;
  }

  /**
   * Completes when no answer of the CACHED lane can be older than the write. Where there is no such
   * lane, that is at once; a lane that does not answer is asked again for as long as it takes: the
   * writer would rather hear nothing than be told of a write that readers do not see.
   */
  Future<?> announce(TablesChanged changed) {
    return bus.<Reply>request(
            Address.BUMP.value(),
            changed,
            new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()))
        .<Object>mapEmpty()
        .recover(cause -> again(changed, cause))
        .onSuccess(_ -> bus.publish(Address.CHANGES.value(), changed));
  }

  private Future<Object> again(TablesChanged changed, Throwable cause) {
    if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Future.succeededFuture();
    }
    LOG.warn("the CACHED lane has not taken note of a write yet: {}", cause.getMessage());
    return announce(changed).mapEmpty();
  }
}
