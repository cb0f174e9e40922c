package io.twinlane.postgres;

import io.twinlane.postgres.PoolBook.Refusal;
import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.settings.PoolSettings;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets as many in at once as there are connections, and lets the others wait in the order in which
 * they came, as long as that makes sense.
 *
 * <p>A queue that empties again is a burst, and is worth the wait: up to so many may wait, each for
 * so long. A queue that has stood for half a second is overload: then nobody is let into it who
 * would wait for more than a tenth of a second, and the oldest in it, who have waited longest for
 * nothing, are told so. Those who are refused hear it at once, and were certainly not executed.
 *
 * <p>The pool's own queue is no place to wait: it keeps those who have given up (vertx-pg-client).
 * Lives on one event loop.
 */
public final class Admission {

  /** What those who are let in under overload may have to wait. */
  private static final long WAIT_NANOS = Duration.ofMillis(100).toNanos();

  private static final long LOOK_MILLIS = 20;

  /** How much one more turn counts in the average of turns. */
  private static final int SMOOTHING = 16;

  private final Vertx vertx;
  private final int places;
  private final int waitingMax;
  private final long burstNanos;
  private final long patienceNanos;
  private final PoolBook book;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int inside;
  private long standingSince;
  private long turnNanos;
  private boolean looking;
  private boolean handingOver;

  /** Lets so many in at once, has these limits for those who wait, and counts them there. */
  public Admission(Vertx vertx, int places, PoolSettings limits, PoolBook book) {
    this.vertx = vertx;
    this.book = book;
    book.places(places);
    this.places = places;
    this.waitingMax = limits.waitingMax();
    this.burstNanos = limits.burst().toNanos();
    this.patienceNanos = limits.waitTimeout().toNanos();
  }

  /**
   * Who comes.
   *
   * @param deadline when it need not come any more
   * @param stays whether it still waits
   */
  public record Visitor(Deadline deadline, BooleanSupplier stays) {

    boolean comes() {
      return stays.getAsBoolean() && !deadline.expired();
    }
  }

  private record Waiting(Visitor visitor, long since, Promise<Boolean> turn) {}

  /** Runs once there is a place, or answers {@link Failure.Busy} without running. */
  public Future<Reply> admitted(Visitor visitor, Supplier<Future<Reply>> run) {
    if (inside < places && queue.isEmpty()) {
      return enter(run, 0);
    }
    if (full()) {
      book.refused(queue.size() >= waitingMax ? Refusal.FULL : Refusal.OVERLOAD);
      return Future.succeededFuture(new Failure.Busy(Reason.POOL_FULL));
    }
    Waiting waiting = new Waiting(visitor, System.nanoTime(), Promise.promise());
    if (queue.isEmpty()) {
      standingSince = waiting.since();
    }
    queue.addLast(waiting);
    book.queued();
    lookLater();
    Supplier<Future<Reply>> later = TracePoint.here().later(run);
    return waiting
        .turn()
        .future()
        .compose(turn ->
            turn
                ? enter(later, System.nanoTime() - waiting.since())
                : Future.succeededFuture(
                    new Failure.Busy(visitor.comes() ? Reason.POOL_FULL : Reason.EXPIRED)));
  }

  private boolean full() {
    return queue.size() >= waitingMax || (overloaded() && queue.size() >= worthWaitingFor());
  }

  private boolean overloaded() {
    return !queue.isEmpty() && System.nanoTime() - standingSince > burstNanos;
  }

  /** How many can be served within the wait that overload allows. */
  private long worthWaitingFor() {
    return Math.max(places, WAIT_NANOS * places / Math.max(1, turnNanos));
  }

  private Future<Reply> enter(Supplier<Future<Reply>> run, long waitedNanos) {
    inside++;
    book.entered(waitedNanos);
    long begun = System.nanoTime();
    return Future.succeededFuture().compose(_ -> run.get()).onComplete(_ -> leave(begun));
  }

  private void leave(long begun) {
    inside--;
    book.done();
    turnNanos += (System.nanoTime() - begun - turnNanos) / SMOOTHING;
    handOver();
  }

  /** In a loop: one who leaves at once must not call the next one from within. */
  private void handOver() {
    if (handingOver) {
      return;
    }
    handingOver = true;
    while (inside < places && !queue.isEmpty()) {
      Waiting next = queue.pollFirst();
      boolean comes = next.visitor().comes();
      left(comes ? null : Refusal.GONE);
      next.turn().complete(comes);
    }
    handingOver = false;
  }

  /** One waits no more, and is let in unless there is a reason why not. */
  private void left(@Nullable Refusal reason) {
    book.left();
    if (reason != null) {
      book.refused(reason);
    }
  }

  private static Refusal why(Waiting waiting, boolean trimmed) {
    if (!waiting.visitor().comes()) {
      return Refusal.GONE;
    }
    return trimmed ? Refusal.OVERLOAD : Refusal.TIMED_OUT;
  }

  /** Whether somebody waits. */
  public boolean crowded() {
    return !queue.isEmpty();
  }

  /** Where those who come here are counted. */
  public PoolBook book() {
    return book;
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(LOOK_MILLIS, _ -> look());
    }
  }

  /** Tells those who have waited in vain, and forgets those who have gone. */
  private void look() {
    looking = false;
    long now = System.nanoTime();
    List<Waiting> inVain = new ArrayList<>();
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      boolean trimmed = overloaded() && queue.size() > worthWaitingFor();
      if (trimmed || now - waiting.since() > patienceNanos || !waiting.visitor().comes()) {
        all.remove();
        left(why(waiting, trimmed));
        inVain.add(waiting);
      }
    }
    // only now, as who is told may come again at once
    inVain.forEach(waiting -> waiting.turn().complete(false));
    if (!queue.isEmpty()) {
      lookLater();
    }
  }
}
