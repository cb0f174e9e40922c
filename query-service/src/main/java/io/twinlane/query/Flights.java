package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements that are being read, and who waits for each. Lives on one event loop.
 *
 * <p>Invariant 9: identical concurrent misses run one statement. If the one that leads fails, the
 * next one that still waits leads; a failure goes to nobody but the one that led.
 */
final class Flights {

  private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

  private final Map<CacheKey, Flight> flying = new HashMap<>();
  private final Vertx vertx;
  private final Versions versions;
  private final Read read;

  /** Every read that is under way, those too that nobody may join. */
  private final Map<CacheKey, List<Flight>> underWay = new HashMap<>();

  Flights(Vertx vertx, Versions versions, Read read) {
    this.vertx = vertx;
    this.versions = versions;
    this.read = read;
  }

  /** Reads for a work; the flight says whether the answer may still be stored when it is there. */
  interface Read {
    Future<Reply> read(CacheKey key, Work work, Flight flight);
  }

  private record Waiting(Work work, Promise<Reply> answer, TracePoint point) {}

  /** A read that is under way, as part of the trace in which it was begun. */
  static final class Flight {

    private final long noted;
    private final long ticket;
    private final long begunNanos = System.nanoTime();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final TracePoint point = TracePoint.here();

    private boolean overtaken;
    private boolean leaderGone;

    private Flight(long noted, long ticket) {
      this.noted = noted;
      this.ticket = ticket;
    }

    private void join(Waiting one) {
      waiting.add(one);
      one.point().linkTo(point);
    }

    /**
     * Whether another read of the same key has been answered since this one began: its snapshot may
     * be the younger one, and who saw it must not be given this one's.
     */
    boolean overtaken() {
      return overtaken;
    }

    /** Its answer is given now, and so must not be stored later. */
    void answeredUnstored() {
      overtaken = true;
    }

    long ageNanos() {
      return System.nanoTime() - begunNanos;
    }
  }

  /** Whether somebody is reading for this key what is still worth waiting for. */
  boolean joinable(CacheKey key, ReadSets.@Nullable Answer known, @Nullable Duration maxAge) {
    Flight flight = flying.get(key);
    if (flight == null
        || flight.overtaken
        || (maxAge != null && flight.ageNanos() > maxAge.toNanos())) {
      return false;
    }
    return unmarked(flight.noted, known);
  }

  /**
   * A reader that begins after a write was acknowledged must not be given what was read before it.
   * As long as nobody knows which tables are read, any write counts.
   */
  private boolean unmarked(long noted, ReadSets.@Nullable Answer known) {
    return (known != null && known.set() instanceof ReadSet.Known)
        ? versions.unmarkedSince(noted, known.tables())
        : versions.now() == noted;
  }

  /** What is not deterministic, or depends on who knows what, is for the one that asked. */
  private static boolean shareable(Done done) {
    CacheStatus status = done.cache();
    return status == null
        || status.source() != CacheStatus.Source.BYPASS
        || CachedLane.OVERSIZED.equals(status.detail())
        || ReplayGate.BEHIND.equals(status.detail());
  }

  /** Waits for the answer that another work leads to, no longer than the work's own deadline. */
  Future<Reply> join(CacheKey key, Work work) {
    Flight flight = flying.get(key);
    if (flight == null) {
      return lead(key, work);
    }
    Waiting waiting = new Waiting(work, Promise.promise(), TracePoint.here());
    flight.join(waiting);
    long timer =
        vertx.setTimer(
            Math.max(1, work.deadline().remaining().toMillis()),
            _ -> waiting.answer().tryComplete(new Failure.Busy(Reason.EXPIRED)));
    return waiting.answer().future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /**
   * A client has gone. The tickets of the reads that nobody waits for any more, so that they may be
   * stopped: its own, if nobody has joined it, or one that it was the last to wait for.
   */
  List<Long> abandon(long ticket) {
    List<Long> unwanted = new ArrayList<>();
    boolean leads = false;
    for (List<Flight> flights : underWay.values()) {
      for (Flight flight : flights) {
        flight.waiting.removeIf(waiting -> waiting.work().ticket() == ticket);
        leads |= flight.ticket == ticket;
        flight.leaderGone |= flight.ticket == ticket;
        if (flight.leaderGone && flight.waiting.isEmpty()) {
          unwanted.add(flight.ticket);
        }
      }
    }
    if (!leads) {
      unwanted.add(ticket); // what bypasses the cache is no flight
    }
    return unwanted;
  }

  /** Reads, for this work and for all that join it on the way. */
  Future<Reply> lead(CacheKey key, Work work) {
    return lead(key, work, new ArrayDeque<>());
  }

  private Future<Reply> lead(CacheKey key, Work work, Deque<Waiting> waiting) {
    Flight flight = new Flight(versions.now(), work.ticket());
    waiting.forEach(flight::join);
    flying.put(key, flight);
    return fly(key, work, flight).onSuccess(reply -> landed(key, flight, reply));
  }

  private Future<Reply> fly(CacheKey key, Work work, Flight flight) {
    underWay.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(flight);
    return Future.succeededFuture()
        .compose(_ -> read.read(key, work, flight))
        .otherwise(cause -> bug(work, cause))
        .onSuccess(_ -> overtakeOthers(key, flight));
  }

  private void overtakeOthers(CacheKey key, Flight answered) {
    List<Flight> others = underWay.get(key);
    if (others != null) {
      others.remove(answered);
      others.forEach(other -> other.overtaken = true);
      if (others.isEmpty()) {
        underWay.remove(key);
      }
    }
  }

  private static Reply bug(Work work, Throwable cause) {
    String incident = UUID.randomUUID().toString();
    RequestLine.of(LOG.atError(), work.requestId()).setCause(cause).log("incident {}", incident);
    return new Failure.Internal(incident);
  }

  /** The answer for those who waited for somebody else's statement. */
  private static Reply collapsed(Reply reply) {
    return reply instanceof Done done && done.cache() != null
        ? done.untimed().with(done.cache().asCollapsed())
        : reply;
  }

  private void landed(CacheKey key, Flight flight, Reply reply) {
    // a newer flight of the same key may have begun, since a table was written
    flying.remove(key, flight);
    if (reply instanceof Done done && !shareable(done)) {
      flight.waiting.forEach(waiting ->
          waiting
              .point()
              .in(() ->
                  fly(key, waiting.work(), new Flight(versions.now(), waiting.work().ticket())))
              .onSuccess(waiting.answer()::tryComplete));
      return;
    }
    if (!(reply instanceof Failure)) {
      flight.waiting.forEach(waiting -> waiting.answer().tryComplete(collapsed(reply)));
      return;
    }
    Deque<Waiting> left = flight.waiting;
    left.removeIf(
        waiting -> waiting.answer().future().isComplete() || waiting.work().deadline().expired());
    Waiting next = left.poll();
    if (next != null) {
      next.point().in(() -> lead(key, next.work(), left)).onSuccess(next.answer()::tryComplete);
    }
  }
}
