package io.twinlane.write;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.service.Instance;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one query-service in this JVM. Where there is none, nobody need know; one that does not
 * answer is asked again for as long as it takes: the writer would rather hear nothing than be told
 * of a write that readers do not see.
 */
final class OneRecipient implements Recipients {

  private static final Logger LOG = LoggerFactory.getLogger(OneRecipient.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final EventBus bus;

  OneRecipient(EventBus bus) {
    this.bus = bus;
  }

  @Override
  public Future<?> tell(TablesChanged changed) {
    return told(changed);
  }

  private Future<Object> told(TablesChanged changed) {
    return bus.<Reply>request(
            Address.BUMP.value(),
            changed,
            new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()))
        .<Object>mapEmpty()
        .recover(cause -> again(changed, cause));
  }

  private Future<Object> again(TablesChanged changed, Throwable cause) {
    if (Instance.absent(cause)) {
      return Future.succeededFuture();
    }
    RequestLine.of(LOG.atWarn(), changed.requestId())
        .log("the CACHED lane has not taken note of a write yet: {}", cause.getMessage());
    return told(changed);
  }
}
