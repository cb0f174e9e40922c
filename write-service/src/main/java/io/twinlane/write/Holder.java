package io.twinlane.write;

import io.twinlane.schema.lease.LeaseSettings;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.LeaseRequest.Kind;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who holds a lease. The lease ends later here than there: it counts from when it was granted,
 * and a little longer. Whoever does not confirm a write is given no more time. Lives on one event
 * loop.
 */
final class Holder {

  private static final Logger LOG = LoggerFactory.getLogger(Holder.class);
  private static final Duration AGAIN = Duration.ofMillis(20);

  private final Vertx vertx;
  private final String name;
  private final Kind kind;
  private final LeaseSettings settings;
  private final Deque<Told> waiting = new ArrayDeque<>();
  private long until;
  private boolean warned;

  Holder(Vertx vertx, String name, Kind kind, LeaseSettings settings) {
    this.vertx = vertx;
    this.name = name;
    this.kind = kind;
    this.settings = settings;
    this.until = System.nanoTime();
  }

  /** One write, of which the holder is told. */
  private static final class Told {
    private final long since = System.nanoTime();
    private boolean confirmed;
  }

  Kind kind() {
    return kind;
  }

  /** Gives another lease; false if a write waits for this one's word already. */
  boolean renew() {
    while (!waiting.isEmpty() && waiting.getFirst().confirmed) {
      waiting.removeFirst();
    }
    long now = System.nanoTime();
    Told oldest = waiting.peekFirst();
    if (oldest != null && now - oldest.since > settings.renewal().toNanos()) {
      return false;
    }
    until = now + settings.lengthAndMargin().toNanos();
    return true;
  }

  /** Whether it has no lease any more, and so remembers nothing. */
  boolean over() {
    return System.nanoTime() - until >= 0;
  }

  /** It has said itself that it remembers nothing. */
  void end() {
    until = System.nanoTime();
  }

  /** True once it has confirmed a write, false once it has no lease any more. */
  Future<Boolean> tell(TablesChanged changed) {
    Told one = new Told();
    waiting.addLast(one);
    return told(changed).onComplete(_ -> confirmed(one));
  }

  private void confirmed(Told one) {
    one.confirmed = true;
    if (waiting.peekFirst() == one) {
      waiting.removeFirst();
    }
  }

  private Future<Boolean> told(TablesChanged changed) {
    long left = Duration.ofNanos(until - System.nanoTime()).toMillis() + 1;
    if (over()) {
      return Future.succeededFuture(false);
    }
    return vertx
        .eventBus()
        .<Reply>request(
            Address.BUMP.of(name),
            changed,
            new DeliveryOptions().setSendTimeout(Math.min(left, settings.renewal().toMillis())))
        .map(_ -> true)
        .onSuccess(_ -> warned = false)
        .recover(cause -> again(changed, cause));
  }

  /** That nobody listens at its name does not say that nobody answers from memory there. */
  private Future<Boolean> again(TablesChanged changed, Throwable cause) {
    if (!warned) {
      warned = true;
      RequestLine.of(LOG.atWarn(), changed.requestId())
          .log(
              "a holder of a lease ({}) does not confirm a write, which waits until the lease is over: {}",
              name,
              cause.getMessage());
    }
    return vertx.timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS).compose(_ -> told(changed));
  }
}
