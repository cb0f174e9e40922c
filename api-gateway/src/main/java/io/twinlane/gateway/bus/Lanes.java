package io.twinlane.gateway.bus;

import io.twinlane.schema.message.Abandoned;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Request;
import io.twinlane.schema.message.RowsRequest;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the lanes. The answer never fails: no service is {@link Failure.Busy}, no answer in time is
 * {@link Failure.Unknown} for what may write and {@link Failure.Unanswered} for what reads.
 */
public final class Lanes {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /** A lane that answers at its deadline is still heard: the limits nest. */
  private static final Duration HEARD_AFTER = Duration.ofSeconds(1);

  /** No timer ends earlier than by this much. */
  private static final long TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final EventBus bus;
  private final @Nullable NearCache copies;

  /** Begins anywhere, so that the works of two gateways are not taken for each other. */
  private final AtomicLong tickets = new AtomicLong(new SecureRandom().nextLong());

  /**
   * Ways to the lanes.
   *
   * @param copies of what the CACHED lane gave; null if none are kept
   */
  public Lanes(EventBus bus, @Nullable NearCache copies) {
    this.bus = bus;
    this.copies = copies;
  }

  /** A number for a work, by which it can be abandoned. */
  public long ticket() {
    return tickets.incrementAndGet();
  }

  /** Tells the lanes that nobody waits for a work any more. */
  public void abandon(long ticket) {
    bus.publish(Address.ABANDONED.value(), new Abandoned(ticket));
  }

  /** Sends a work to a lane. */
  public Future<Reply> run(Address lane, Work work) {
    return copies != null && lane == Address.QUERY
        ? copies.answer(work, () -> sent(lane, work))
        : sent(lane, work);
  }

  private Future<Reply> sent(Address lane, Work work) {
    return ask(lane, work, work.deadline(), work.transaction().access());
  }

  /** Has a work's rows sent to an address, piece by piece. */
  public Future<Reply> stream(Work work, String address) {
    return ask(Address.ROWS, new RowsRequest(work, address), work.deadline(), Access.READ_ONLY);
  }

  /** Asks query-service for a catalog. */
  public Future<Reply> catalog(CatalogRequest request, Duration timeout) {
    return ask(Address.CATALOG, request, Deadline.after(timeout), Access.READ_ONLY);
  }

  private Future<Reply> ask(Address address, Request request, Deadline deadline, Access access) {
    long millis = Math.max(1, deadline.remaining().plus(HEARD_AFTER).toMillis());
    long untimely = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) - TIMER_NANOS;
    return bus.<Reply>request(
            address.value(), request, new DeliveryOptions().setSendTimeout(millis))
        .map(Message::body)
        .otherwise(cause ->
            notTaken(cause, System.nanoTime() - untimely < 0)
                ? new Failure.Busy(Reason.NO_SERVICE)
                : failure(cause, access));
  }

  /**
   * No service has had the message. To one that was discarded, since its consumer went before it
   * was handed over, Vert.x answers with a timeout, but long before its time.
   */
  private static boolean notTaken(Throwable cause, boolean early) {
    return cause instanceof ReplyException reply
        && (reply.failureType() == ReplyFailure.NO_HANDLERS
            || (reply.failureType() == ReplyFailure.TIMEOUT && early));
  }

  private static Failure failure(Throwable cause, Access access) {
    String incident = UUID.randomUUID().toString();
    LOG.warn("incident {}: no answer from a lane: {}", incident, cause.getMessage());
    return switch (access) {
      case READ_ONLY -> new Failure.Unanswered(incident);
      case READ_WRITE -> new Failure.Unknown(incident);
    };
  }
}
