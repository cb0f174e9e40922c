package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.SqlState;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A few connections with many quick statements in flight on each, which PostgreSQL answers in
 * order. They are packed onto one connection as far as they fit, since one busy backend costs half
 * of what five do.
 *
 * <p>Where one that was thought quick turns out slow, those behind it are sent again elsewhere,
 * which only reads allow: the first answer counts. A connection that has been silent for long is
 * given up. Lives on one event loop.
 */
final class SharedConnections {

  private static final Duration STUCK = Duration.ofMillis(20);
  private static final Duration GIVEN_UP = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Connections connections;
  private final QuickStatements quick;
  private final List<Line> lines = new ArrayList<>();
  private final int packedMax;
  private boolean looking;

  SharedConnections(Vertx vertx, Connections connections, int count, QuickStatements quick) {
    this.vertx = vertx;
    this.connections = connections;
    this.quick = quick;
    for (int i = 0; i < count; i++) {
      lines.add(new Line());
    }
    this.packedMax = connections.pool().pipelining();
  }

  /** How many statements may be in flight on all of them. */
  int places() {
    return lines.size() * packedMax;
  }

  /**
   * Sends a read down the connection where it is best placed.
   *
   * @param sql the text of a read, of which as many are sent as one
   */
  <T> Future<T> send(String sql, int count, Function<SqlClient, Future<T>> read) {
    Read<T> sent = new Read<>(sql, count, TracePoint.here().later(read), Promise.promise());
    line().fly(new Flight(sent, true));
    lookLater();
    return sent.answer().future();
  }

  private Line line() {
    long now = System.nanoTime();
    for (Line line : lines) {
      if (line.flying.size() < packedMax && !line.stuck(now)) {
        return line;
      }
    }
    return leastWaited();
  }

  private Line leastWaited() {
    long now = System.nanoTime();
    Line best = lines.getLast();
    for (Line line : lines.reversed()) {
      if (line.waiting(now) < best.waiting(now)) {
        best = line;
      }
    }
    return best;
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(STUCK.toMillis(), _ -> look());
    }
  }

  private void look() {
    looking = false;
    long now = System.nanoTime();
    lines.stream().filter(line -> line.stuck(now)).forEach(line -> line.helpThoseWhoWait(now));
    if (lines.stream().anyMatch(line -> !line.flying.isEmpty())) {
      lookLater();
    }
  }

  /** What to send, and the answer that it is to have, from whichever connection is first. */
  private record Read<T>(
      String sql, int count, Function<SqlClient, Future<T>> statement, Promise<T> answer) {

    Future<T> on(SqlClient client) {
      return statement.apply(client).onSuccess(answer::tryComplete).onFailure(answer::tryFail);
    }
  }

  /** A read on a connection, when it was sent, and whether it may be sent elsewhere. */
  private static final class Flight {

    private final Read<?> read;
    private final long sent = System.nanoTime();
    private boolean movable;

    Flight(Read<?> read, boolean movable) {
      this.read = read;
      this.movable = movable;
    }
  }

  /** One connection, opened when it is first needed, and what is under way on it, oldest first. */
  private final class Line {

    private static final long BEHIND_A_SLOW_ONE = 1L << 32;

    private final Deque<Flight> flying = new ArrayDeque<>();
    private SqlClient client = connections.pipelined(vertx, 1);
    private long lastAnswer;

    boolean stuck(long now) {
      return silence(now) > STUCK.toNanos();
    }

    private long silence(long now) {
      Flight oldest = flying.peekFirst();
      return oldest == null ? 0 : now - Math.max(oldest.sent, lastAnswer);
    }

    /** A measure of the wait: the reads before, and a lot more if the first of them is slow. */
    long waiting(long now) {
      return flying.size() + (stuck(now) ? BEHIND_A_SLOW_ONE : 0);
    }

    /** The oldest is what the others wait for; each is sent a second time, but not a third. */
    void helpThoseWhoWait(long now) {
      if (silence(now) > GIVEN_UP.toNanos()) {
        giveUp();
        return;
      }
      for (Flight flight : flying.stream().skip(1).filter(waiting -> waiting.movable).toList()) {
        Line other = leastWaited();
        if (other != this) {
          flight.movable = false;
          other.fly(new Flight(flight.read, false));
        }
      }
    }

    /** What is in flight on a connection that is silent has waited long enough. */
    private void giveUp() {
      List<Flight> lost = List.copyOf(flying);
      renew();
      IOException silence = new IOException("a connection was silent for too long");
      lost.forEach(flight -> flight.read.answer().tryFail(silence));
    }

    /** What is in flight on the old connection has some time to end. */
    private void renew() {
      SqlClient old = client;
      vertx.setTimer(GIVEN_UP.toMillis(), _ -> old.close());
      client = connections.pipelined(vertx, 1);
      flying.clear();
    }

    private void fly(Flight flight) {
      flying.addLast(flight);
      SqlClient used = client;
      flight.read.on(used).onFailure(cause -> failed(used, cause)).onComplete(_ -> landed(flight));
    }

    @SuppressWarnings("ReferenceEquality") // a newer client is not spoilt
    private void failed(SqlClient used, Throwable cause) {
      if (used == client && SqlState.spoilsTheConnection(cause)) {
        renew();
      }
    }

    /** PostgreSQL begins with a statement when it has answered the one before. */
    private void landed(Flight flight) {
      if (!flying.remove(flight)) {
        return; // on a connection that was given up
      }
      long now = System.nanoTime();
      long took = now - Math.max(flight.sent, lastAnswer);
      quick.took(flight.read.sql(), took / flight.read.count());
      lastAnswer = now;
    }
  }
}
