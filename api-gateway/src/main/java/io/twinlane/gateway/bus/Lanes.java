package io.twinlane.gateway.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.gateway.bus.Question.Asked;
import io.twinlane.gateway.bus.Question.Plain;
import io.twinlane.gateway.bus.Question.Wording;
import io.twinlane.schema.message.Abandoned;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Rows;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the lanes. The answer never fails: no service is {@link Failure.Busy}, no answer in time is
 * {@link Failure.Unknown} for what may write and {@link Failure.Unanswered} for what reads.
 */
public final class Lanes {

  private final EventBus bus;

  /** Begins anywhere, so that the works of two gateways are not taken for each other. */
  private final AtomicLong tickets = new AtomicLong(new SecureRandom().nextLong());

  private final Services services;
  private final @Nullable NearCache copies;
  private final RowTakers takers = new RowTakers();
  private final BusBook book;

  /**
   * @param services those that may be asked; while none is known, whoever listens
   */
  public Lanes(EventBus bus, Services services) {
    this(bus, services, null, Metrics.nowhere());
  }

  /**
   * The same with copies, and with metrics.
   *
   * @param copies of what the CACHED lane gave; null if none are kept
   */
  public Lanes(EventBus bus, Services services, @Nullable NearCache copies, MeterRegistry meters) {
    this.book = new BusBook(meters);
    this.bus = bus;
    this.services = services;
    this.copies = copies;
  }

  /** Begins to take rows that come piece by piece. */
  public Future<Void> listen() {
    return takers.listen(bus);
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
    Access access = work.transaction().access();
    long hash = lane == Address.QUERY ? Rendezvous.hash(work) : 0;
    return ask(
        new Asked(lane, hash, work.deadline(), access, work.requestId()),
        new Plain(work, repeatable(lane, work)));
  }

  /** What PostgreSQL itself keeps from writing; in a client's own session it may end that. */
  private static boolean repeatable(Address lane, Work work) {
    return work.transaction().access() == Access.READ_ONLY
        && (lane == Address.QUERY || work.session() == null);
  }

  /** Has a work's rows taken piece by piece: each is answered when there is room for more. */
  public Future<Reply> stream(Work work, Consumer<Message<Rows>> taker) {
    RowTakers.Stream stream = takers.stream(work, taker);
    long hash = Rendezvous.hash(work);
    return ask(
            new Asked(Address.ROWS, hash, work.deadline(), Access.READ_ONLY, work.requestId()),
            stream)
        .onComplete(_ -> stream.over());
  }

  /** Asks query-service for a catalog. */
  public Future<Reply> catalog(CatalogRequest request, Duration timeout) {
    return ask(
        new Asked(Address.CATALOG, 0, Deadline.after(timeout), Access.READ_ONLY, ""),
        new Plain(request, true));
  }

  private Future<Reply> ask(Asked asked, Wording wording) {
    BusBook.Page page = book.page(asked.address());
    long begun = page.begun();
    return new Question(bus, services, asked, wording)
        .ask()
        .onSuccess(reply -> page.ended(reply, begun));
  }
}
