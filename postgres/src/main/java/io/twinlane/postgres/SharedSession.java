package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A connection that one read has taken from its session's pool, and down which others of the same
 * session are sent meanwhile, without waiting for the answers to those before. Until the last of
 * them is answered it is nobody else's. Lives on one event loop.
 */
final class SharedSession {

  /** As good as for ever. */
  static final long TOO_LARGE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Map<String, String> settings;
  private final TextStatements statements;
  private final Promise<HeldConnection> opened = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  /** What is under way, oldest first. */
  private final Deque<Flight> flying = new ArrayDeque<>();

  private @Nullable HeldConnection held;
  private int coming;
  private long begunAt;
  private long lastAnswer;

  /** Not open yet: for reads whose sessions have such settings. */
  SharedSession(Map<String, String> settings, TextStatements statements) {
    this.settings = settings;
    this.statements = statements;
  }

  /** A read on it. It may be asked again elsewhere, and the first answer counts. */
  static final class Flight {

    private final Work work;
    private final Sessions.Stopwatch stopwatch;
    private final Promise<Reply> answer = Promise.promise();
    private final TracePoint point = TracePoint.here();
    private long sent;
    private boolean apart;

    Flight(Work work, Sessions.Stopwatch stopwatch) {
      this.work = work;
      this.stopwatch = stopwatch;
    }

    Work work() {
      return work;
    }

    Promise<Reply> answer() {
      return answer;
    }

    TracePoint point() {
      return point;
    }

    /** Whether it has not been asked elsewhere yet; from here on it has. */
    boolean leaves() {
      boolean first = !apart;
      apart = true;
      return first;
    }
  }

  /** Whether it is or will be for such a session, and has room for one more. */
  boolean takes(Map<String, String> asked, int most) {
    return coming + flying.size() < most
        && !ended.future().isComplete()
        && settings.equals(asked)
        && (held == null || held.isAsFound());
  }

  /** Whether anything can have been sent down it. */
  boolean isOpen() {
    return held != null;
  }

  /** How long it has been open, in nanoseconds; nothing where it is not yet. */
  long age(long now) {
    return held == null ? 0 : now - begunAt;
  }

  /** For how long PostgreSQL has answered nothing of what it was asked, in nanoseconds. */
  long silence(long now) {
    Flight oldest = flying.peekFirst();
    return oldest == null ? 0 : now - since(oldest);
  }

  /** PostgreSQL begins with a statement when it has answered the one before. */
  private long since(Flight flight) {
    return lastAnswer - flight.sent > 0 ? lastAnswer : flight.sent;
  }

  /** What PostgreSQL is at. */
  @Nullable Flight oldest() {
    return flying.peekFirst();
  }

  /** Those who wait for the oldest. */
  List<Flight> behind() {
    return flying.stream().skip(1).toList();
  }

  /** Asks PostgreSQL to stop what it is at, and takes no more. */
  void cancel() {
    if (held != null) {
      held.cancel();
    }
  }

  /** Done when the last one is answered, or it was never opened. */
  Future<Void> ended() {
    return ended.future();
  }

  /** Nothing was sent down it, and nothing will be. */
  void endUnlessOpen() {
    if (held == null) {
      ended.tryComplete();
      opened.tryFail(new NotSentException(new IllegalStateException("it was not opened")));
    }
  }

  /** Opens it with the read that has taken the connection; those who have come meanwhile follow. */
  Future<Reply> open(HeldConnection taken, Flight first) {
    begunAt = System.nanoTime();
    held = taken;
    lastAnswer = begunAt;
    Future<Reply> reply = fly(taken, first);
    opened.complete(taken);
    return reply;
  }

  /**
   * Sends one more down it, as soon as it is open, if somebody still waits for it then. Fails as
   * {@link TextStatements#known} does.
   */
  Future<Reply> send(Flight flight, Predicate<Work> wanted) {
    if (held != null) {
      return fly(held, flight);
    }
    coming++;
    return opened
        .future()
        .onComplete(_ -> coming--)
        .compose(taken ->
            wanted.test(flight.work)
                ? fly(taken, flight)
                : Future.succeededFuture(new Failure.Busy(Reason.EXPIRED)));
  }

  private Future<Reply> fly(HeldConnection on, Flight flight) {
    flight.sent = System.nanoTime();
    flying.addLast(flight);
    on.wantedUntil(flight.work.deadline());
    return Future.succeededFuture()
        .compose(_ -> statements.known(on, flight.point, flight.work, Traces.NOTHING))
        .onComplete(done -> landed(flight, done));
  }

  private void landed(Flight flight, AsyncResult<Reply> done) {
    long now = System.nanoTime();
    // what is too large has cost the others their connection
    boolean tooLarge = done.failed() && SqlState.tooLarge(done.cause());
    flight.stopwatch.took(done.result(), tooLarge ? TOO_LARGE_NANOS : now - since(flight));
    flying.remove(flight);
    lastAnswer = now;
    if (flying.isEmpty()) {
      ended.tryComplete();
    }
  }
}
