package io.twinlane.postgres;

import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that one read has taken from its session's pool, and down which others of the same
 * session are sent meanwhile, without waiting for the answers to those before. Until the last of
 * them is answered it is nobody else's. Lives on one event loop.
 */
final class SharedSession {

  private final Map<String, String> settings;
  private final TextStatements statements;
  private final ReadPace pace;
  private final Promise<@Nullable Reply> opened = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  /** What is under way, in the order in which PostgreSQL answers. */
  private final Deque<Flight> flying = new ArrayDeque<>();

  private @Nullable HeldConnection held;
  private int coming = 1;
  private long begunAt;
  private long lastAnswer;

  /** Not open yet: for reads whose sessions have such settings. */
  SharedSession(Map<String, String> settings, TextStatements statements, ReadPace pace) {
    this.settings = settings;
    this.statements = statements;
    this.pace = pace;
  }

  private static final class Flight {

    private final SessionRead read;
    private long sent = System.nanoTime();

    Flight(SessionRead read) {
      this.read = read;
    }
  }

  /** Whether it is or will be for such a session, and has room for one more. */
  boolean takes(Map<String, String> asked, int most) {
    return coming + flying.size() < most
        && !ended.future().isComplete()
        && settings.equals(asked)
        && (held == null || held.isAsFound());
  }

  boolean isOpen() {
    return held != null;
  }

  /** Whether PostgreSQL was asked to stop what it is at. */
  boolean cancelled() {
    return held != null && held.cancelled();
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

  /** What PostgreSQL is at; null where that is nothing. */
  @Nullable Work oldest() {
    Flight oldest = flying.peekFirst();
    return oldest == null ? null : oldest.read.work();
  }

  /** Those who wait for the oldest. */
  List<SessionRead> behind() {
    return flying.stream().skip(1).map(flight -> flight.read).toList();
  }

  /** Stops what nobody waits for, or gives up the connection where that does not help. */
  void stop(Work unwanted) {
    if (held != null) {
      held.stop(unwanted.deadline());
    }
  }

  /** Done when the last one is answered, or it was never opened. */
  Future<Void> ended() {
    return ended.future();
  }

  /**
   * Done when it is open; with the reply to the one that was to open it where it never will be.
   * Whoever calls this is sent down it then.
   */
  Future<@Nullable Reply> opened() {
    if (held != null) {
      return Future.succeededFuture();
    }
    coming++;
    return opened.future().onComplete(_ -> coming--);
  }

  /** The one that was to open it had this reply. */
  void endUnlessOpen(Reply reply) {
    if (held == null) {
      ended.tryComplete();
      opened.tryComplete(reply);
    }
  }

  /** Opens it with the read that has taken the connection; those who have come meanwhile follow. */
  Future<Reply> open(HeldConnection taken, SessionRead first) {
    begunAt = System.nanoTime();
    lastAnswer = begunAt;
    held = taken;
    coming--;
    Future<Reply> reply = fly(taken, first);
    opened.complete();
    return reply;
  }

  /** Sends one more down it. Fails as {@link TextStatements#exchange} does. */
  Future<Reply> fly(SessionRead read) {
    return held == null
        ? Future.failedFuture(new IllegalStateException("it is not open"))
        : fly(held, read);
  }

  private Future<Reply> fly(HeldConnection on, SessionRead read) {
    Flight flight = new Flight(read);
    flying.addLast(flight);
    on.wantedUntil(read.work().deadline());
    return Future.succeededFuture()
        .compose(_ -> statements.exchange(on, read.point(), read.work()))
        .recover(cause ->
            SqlState.spoilsTheConnection(cause)
                ? unprepared(on, flight)
                : Future.failedFuture(cause))
        .onComplete(done -> landed(flight, done));
  }

  /** There was DDL since it was prepared. It is behind all the others now. */
  private Future<Reply> unprepared(HeldConnection on, Flight flight) {
    flying.remove(flight);
    flight.sent = System.nanoTime();
    lastAnswer = flight.sent;
    flying.addLast(flight);
    return statements.unprepared(on, flight.read.point(), flight.read.work());
  }

  private void landed(Flight flight, AsyncResult<Reply> done) {
    long now = System.nanoTime();
    pace.took(flight.read.work(), done, now - since(flight));
    flying.remove(flight);
    lastAnswer = now;
    if (flying.isEmpty()) {
      ended.tryComplete();
    }
  }
}
