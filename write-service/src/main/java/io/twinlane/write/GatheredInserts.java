package io.twinlane.write;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one transaction of the independent inserts that wait at the same moment. Each has its own
 * row, errors and deadline, as if it had been sent alone.
 *
 * <p>Two are under way at a time; what comes meanwhile is the next transaction. So nothing waits
 * where there is nothing to gather. What takes longer than 20 ms, as it waits for a lock or for a
 * connection, is not waited for. Where a transaction is rolled back, each of its inserts is run by
 * itself: the fault may be one's alone.
 *
 * <p>Who waits here does not wait for a connection yet: as many may, together with those under way
 * in a group, as may wait for connections; more are sent by themselves, where they may be refused.
 * Lives on one event loop.
 */
final class GatheredInserts {

  private static final int UNDER_WAY_MAX = 2;
  private static final Duration PATIENCE = Duration.ofMillis(20);

  /** A large row would hold up its neighbours; one with little time left would end theirs. */
  private static final int CHARS_MAX = 16_384;

  private static final Duration TIME_MIN = Duration.ofSeconds(1);
  private static final Reply EXPIRED = new Failure.Busy(Reason.EXPIRED);

  private final Terms terms;
  private final Lane lane;
  private final Deque<Waiting> line = new ArrayDeque<>();
  private final Set<Flight> underWay = new LinkedHashSet<>();
  private final AtomicLong inserts = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong split = new AtomicLong();
  private int waiting;
  private boolean sending;
  private boolean looking;

  GatheredInserts(Terms terms, Lane lane) {
    this.terms = terms;
    this.lane = lane;
  }

  /**
   * How much is gathered.
   *
   * @param insertsMax in one transaction; below two nothing is gathered
   * @param waitingMax how many may wait; more are sent by themselves
   */
  record Terms(Vertx vertx, int insertsMax, int waitingMax) {}

  /** Where inserts are sent. The answers never fail. */
  interface Lane {

    /** Whether a work adds one row, and it cannot matter to it what else is committed with it. */
    boolean plain(Work work);

    Future<Reply> alone(Work work);

    /** A reply for each, in their order; empty where nothing of them remains for certain. */
    Future<Optional<List<Reply>>> together(List<Work> works);
  }

  /** One who waits, and the trace that it is part of, whoever sends it in the end. */
  private record Waiting(Work work, Promise<Reply> answer, TracePoint point) {}

  /** What is under way, and since when. */
  private static final class Flight {

    private final long since = System.nanoTime();
  }

  /** Shows what gathering spares: all but one transaction of each group. */
  void show(MeterRegistry meters) {
    FunctionCounter.builder("twinlane.gathered.inserts", inserts, AtomicLong::getOpaque)
        .description("Inserts that were sent with others")
        .register(meters);
    show(meters, "answered", answered);
    show(meters, "split", split);
  }

  private static void show(MeterRegistry meters, String end, AtomicLong count) {
    FunctionCounter.builder("twinlane.gathered.transactions", count, AtomicLong::getOpaque)
        .description("Transactions that they were sent in, by how those ended")
        .tag("end", end)
        .register(meters);
  }

  /** Runs a work: now, or with others. */
  Future<Reply> write(Work work) {
    if (terms.insertsMax() < 2 || waiting >= terms.waitingMax() || !gathered(work)) {
      return lane.alone(work);
    }
    if (underWay.size() < UNDER_WAY_MAX) {
      Flight flight = takeOff();
      return lane.alone(work).onComplete(_ -> landed(flight));
    }
    Waiting one = new Waiting(work, Promise.promise(), TracePoint.here());
    line.addLast(one);
    waiting++;
    lookLater();
    return one.answer().future();
  }

  private boolean gathered(Work work) {
    return lane.plain(work)
        && work.deadline().remaining().compareTo(TIME_MIN) > 0
        && length(work) <= CHARS_MAX;
  }

  private static int length(Work work) {
    return work.statements().getFirst().parameters().stream()
        .mapToInt(value -> value == null ? 0 : value.length())
        .sum();
  }

  /** A client has gone: what it waits for is not sent. */
  void abandon(long ticket) {
    List<Waiting> gone = line.stream().filter(one -> one.work().ticket() == ticket).toList();
    line.removeAll(gone);
    waiting -= gone.size();
    gone.forEach(one -> one.answer().complete(EXPIRED));
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      terms.vertx().setTimer(PATIENCE.toMillis(), _ -> look());
    }
  }

  /** What turns out slow is not waited for any more. */
  private void look() {
    looking = false;
    long before = System.nanoTime() - PATIENCE.toNanos();
    underWay.removeIf(flight -> flight.since - before <= 0);
    send();
    if (!line.isEmpty()) {
      lookLater();
    }
  }

  private Flight takeOff() {
    Flight flight = new Flight();
    underWay.add(flight);
    return flight;
  }

  private void landed(Flight flight) {
    if (underWay.remove(flight)) {
      send();
    }
  }

  /** In a loop: what is answered at once must not send the next ones from within. */
  private void send() {
    if (sending) {
      return;
    }
    sending = true;
    while (underWay.size() < UNDER_WAY_MAX && !line.isEmpty()) {
      send(next());
    }
    sending = false;
  }

  /** The oldest of those who wait; those whose time is over are told so. */
  private List<Waiting> next() {
    List<Waiting> group = new ArrayList<>();
    while (group.size() < terms.insertsMax() && !line.isEmpty()) {
      Waiting one = line.removeFirst();
      if (one.work().deadline().expired()) {
        waiting--;
        one.answer().complete(EXPIRED);
      } else {
        group.add(one);
      }
    }
    return group;
  }

  /** The next ones are on their way before these hear. */
  private void send(List<Waiting> group) {
    if (group.isEmpty()) {
      return;
    }
    Flight flight = takeOff();
    if (group.size() == 1) {
      waiting--;
      Waiting one = group.getFirst();
      alone(one).onComplete(_ -> landed(flight)).onComplete(one.answer());
      return;
    }
    together(group)
        .onComplete(_ -> {
          waiting -= group.size();
          landed(flight);
        })
        .onFailure(cause -> group.forEach(one -> one.answer().fail(cause)))
        .onSuccess(replies -> answer(group, replies));
  }

  private void answer(List<Waiting> group, Optional<List<Reply>> replies) {
    AtomicLong count = replies.isPresent() ? answered : split;
    count.setOpaque(count.getPlain() + 1);
    for (int i = 0; i < group.size(); i++) {
      Waiting one = group.get(i);
      if (replies.isPresent()) {
        one.answer().complete(replies.get().get(i));
      } else {
        alone(one).onComplete(one.answer());
      }
    }
  }

  private Future<Reply> alone(Waiting one) {
    return one.point().in(() -> lane.alone(one.work()));
  }

  /** In the trace of the first: what is one transaction can be part of one only. */
  private Future<Optional<List<Reply>>> together(List<Waiting> group) {
    inserts.setOpaque(inserts.getPlain() + group.size());
    List<Work> works = group.stream().map(Waiting::work).toList();
    return group.getFirst().point().in(() -> lane.together(works));
  }
}
