package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A few connections with many statements in flight on each, which PostgreSQL answers in order.
 *
 * <p>Statements that have proved quick are packed onto one connection, since one busy backend costs
 * half of what five do. Whatever is behind a slow statement waits for it, so one that is not known
 * to be quick goes where the fewest wait, and the quick go round it. Where one that was thought
 * quick turns out slow, those behind it are sent again elsewhere, which only reads allow: the first
 * answer counts. Lives on one event loop.
 */
final class SharedConnections {

  private static final Duration STUCK = Duration.ofMillis(20);

  private final Vertx vertx;
  private final List<Line> lines = new ArrayList<>();
  private final int packedMax;
  private final QuickStatements quick = new QuickStatements();
  private boolean looking;

  SharedConnections(Connections connections, Vertx vertx, int count) {
    this.vertx = vertx;
    for (int i = 0; i < count; i++) {
      lines.add(new Line(connections.pipelined(vertx, 1)));
    }
    this.packedMax = connections.pool().pipelining();
  }

  /** Sends a read of this text down the connection where it is best placed. */
  <T> Future<T> send(String sql, Function<SqlClient, Future<T>> read) {
    Read<T> sent = new Read<>(sql, read, quick.knows(sql), Promise.promise());
    (sent.provedQuick() ? lineForQuick() : leastWaited()).send(sent);
    lookLater();
    return sent.answer().future();
  }

  private Line lineForQuick() {
    long now = System.nanoTime();
    for (Line line : lines) {
      if (line.unproved == 0 && line.flying.size() < packedMax && !line.stuck(now)) {
        return line;
      }
    }
    return leastWaited();
  }

  /** The last of the least waited for, as the first ones are where the quick are packed. */
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
    if (!looking && lines.size() > 1) {
      looking = true;
      vertx.setTimer(STUCK.toMillis(), _ -> look());
    }
  }

  private void look() {
    looking = false;
    long now = System.nanoTime();
    lines.stream().filter(line -> line.stuck(now)).forEach(Line::sendAgainWhatWaits);
    if (lines.stream().anyMatch(line -> !line.flying.isEmpty())) {
      lookLater();
    }
  }

  /** What to send, and the answer that it is to have, from whichever connection is first. */
  private record Read<T>(
      String sql,
      Function<SqlClient, Future<T>> statement,
      boolean provedQuick,
      Promise<T> answer) {

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
      this.movable = movable && read.provedQuick();
    }
  }

  /** One connection, opened when it is first needed, and what is under way on it, oldest first. */
  private final class Line {

    private static final long BEHIND_A_SLOW_ONE = 1L << 32;

    private final SqlClient client;
    private final Deque<Flight> flying = new ArrayDeque<>();
    private int unproved;
    private long lastAnswer;

    Line(SqlClient client) {
      this.client = client;
    }

    boolean stuck(long now) {
      Flight oldest = flying.peekFirst();
      return oldest != null && now - Math.max(oldest.sent, lastAnswer) > STUCK.toNanos();
    }

    /** A measure of the wait: the reads before, and a lot more if the first of them is slow. */
    long waiting(long now) {
      return flying.size() + (stuck(now) ? BEHIND_A_SLOW_ONE : 0);
    }

    void send(Read<?> read) {
      fly(new Flight(read, true));
    }

    /** The oldest is what the others wait for; each is sent a second time, but not a third. */
    void sendAgainWhatWaits() {
      for (Flight flight : flying.stream().skip(1).filter(waiting -> waiting.movable).toList()) {
        flight.movable = false;
        leastWaited().fly(new Flight(flight.read, false));
      }
    }

    private void fly(Flight flight) {
      flying.addLast(flight);
      unproved += flight.read.provedQuick() ? 0 : 1;
      flight.read.on(client).onComplete(_ -> landed(flight));
    }

    /** PostgreSQL begins with a statement when it has answered the one before. */
    private void landed(Flight flight) {
      long now = System.nanoTime();
      flying.remove(flight);
      unproved -= flight.read.provedQuick() ? 0 : 1;
      quick.took(flight.read.sql(), now - Math.max(flight.sent, lastAnswer));
      lastAnswer = now;
    }
  }
}
