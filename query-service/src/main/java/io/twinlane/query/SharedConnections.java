package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.postgres.PipelinedConnection;
import io.twinlane.postgres.QuickStatements;
import io.twinlane.query.SharedRead.Flight;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few connections with many quick statements in flight on each, which PostgreSQL answers in
 * order. They are packed onto one connection as far as they fit, since one busy backend costs half
 * of what five do.
 *
 * <p>A connection has one role for as long as it lasts, so that nobody's rows are another's; what
 * else a statement is told is set in its own exchange, and gone when that ends. One that is hardly
 * used is made over to a role that has none. What may change its session must not be sent down it.
 *
 * <p>Where one that was thought quick turns out slow, those behind it are sent again elsewhere,
 * which only reads allow: the first answer counts. A connection that has been silent for long is
 * given up. Lives on one event loop.
 */
final class SharedConnections {

  private static final Times TIMES =
      new Times(
          Duration.ofMillis(20),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private final Vertx vertx;
  private final QuickStatements quick;
  private final List<SharedConnection> lines = new ArrayList<>();
  private final int packedMax;
  private final Times times;
  private boolean looking;

  SharedConnections(Vertx vertx, Connections connections, int count, QuickStatements quick) {
    this(vertx, connections, count, quick, TIMES);
  }

  SharedConnections(
      Vertx vertx, Connections connections, int count, QuickStatements quick, Times times) {
    this.vertx = vertx;
    this.quick = quick;
    this.packedMax = connections.pool().pipelining();
    this.times = times;
    for (int i = 0; i < count; i++) {
      lines.add(
          new SharedConnection(vertx, role -> connections.pipelined(vertx, role), this, times));
    }
  }

  /**
   * How long something lasts on a connection.
   *
   * @param stuck without an answer before those behind are sent down another one
   * @param heldUp without an answer before others are read apart
   * @param givenUp without an answer before it counts as lost
   * @param unused before another role may have it
   * @param proof before PostgreSQL is asked again whether the lane's user may have its role; after
   *     twice as long nobody is given rows by it
   */
  record Times(
      Duration stuck, Duration heldUp, Duration givenUp, Duration unused, Duration proof) {}

  /**
   * Nothing was answered on a connection for long; who waited there has been read apart by then.
   */
  static final class SilentException extends IOException {

    private static final long serialVersionUID = 1;

    SilentException() {
      super("a connection was silent for too long");
    }
  }

  /** There is no connection for a read. */
  static final class NoConnectionException extends Exception {

    private static final long serialVersionUID = 1;

    NoConnectionException() {
      super("no shared connection has the role", null, false, false);
    }
  }

  /** How many statements may be in flight on all of them. */
  int places() {
    return lines.size() * packedMax;
  }

  /** Whether there is a connection for a role on which nothing is held up for long. */
  boolean serves(@Nullable String role) {
    long now = System.nanoTime();
    SharedConnection line = line(role, now, null);
    return line != null && line.silence(now) < times.heldUp().toNanos();
  }

  /**
   * Sends a read down the connection where it is best placed. Fails with {@link
   * NoConnectionException} where there is none.
   *
   * @param role as which it is run; null for the user's own
   * @param sql the text of a read, of which as many are sent as one
   * @param apart how it is read elsewhere, where it is held up; a failure there is ignored
   */
  <T> Future<T> send(
      @Nullable String role,
      String sql,
      int count,
      Function<PipelinedConnection, Future<T>> read,
      Supplier<Future<T>> apart) {
    SharedConnection line = line(role, System.nanoTime(), null);
    if (line == null) {
      return Future.failedFuture(new NoConnectionException());
    }
    TracePoint point = TracePoint.here();
    SharedRead<T> sent =
        new SharedRead<>(
            role, sql, count, point.later(read), point.later(apart), Promise.promise());
    line.fly(new Flight(sent, true));
    lookLater();
    return sent.answer().future();
  }

  /** How long a statement has taken. */
  void took(SharedRead<?> read, long nanos) {
    quick.took(read.role(), read.sql(), nanos / read.count());
  }

  private boolean stuck(SharedConnection line, long now) {
    return line.silence(now) > times.stuck().toNanos();
  }

  /**
   * The first of the role's with room; else where the wait is least. Where there is none, one that
   * nobody uses is prepared for it.
   *
   * @param except one that it must not be
   */
  private @Nullable SharedConnection line(
      @Nullable String role, long now, @Nullable SharedConnection except) {
    SharedConnection best = null;
    boolean prepared = false;
    for (SharedConnection line : lines) {
      if (line.isOf(role) && !line.equals(except)) {
        if (!line.ready(now)) {
          prepared = true;
        } else if (line.inFlight() < packedMax && !stuck(line, now)) {
          return line;
        } else if (best == null || better(line, best, now)) {
          best = line;
        }
      }
    }
    SharedConnection free = prepared ? null : free(now);
    if (free != null) {
      free.makeOver(role);
      return free.ready(now) ? free : best;
    }
    return best;
  }

  private boolean better(SharedConnection line, SharedConnection best, long now) {
    boolean stuck = stuck(line, now);
    boolean bestStuck = stuck(best, now);
    return stuck == bestStuck ? line.inFlight() < best.inFlight() : bestStuck;
  }

  private @Nullable SharedConnection free(long now) {
    for (SharedConnection line : lines) {
      if (line.hardlyUsed(now)) {
        return line;
      }
    }
    return null;
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      vertx.setTimer(times.stuck().toMillis(), _ -> look());
    }
  }

  private void look() {
    looking = false;
    long now = System.nanoTime();
    for (SharedConnection line : lines) {
      if (line.silence(now) > times.givenUp().toNanos()) {
        line.giveUp();
      } else if (stuck(line, now)) {
        helpThoseWhoWait(line, now);
      }
    }
    if (lines.stream().anyMatch(line -> line.inFlight() > 0)) {
      lookLater();
    }
  }

  /** The oldest is what the others wait for; each is sent a second time, but not a third. */
  private void helpThoseWhoWait(SharedConnection held, long now) {
    for (Flight flight : held.movable()) {
      SharedConnection other = line(flight.read().role(), now, held);
      if (other != null && !stuck(other, now)) {
        flight.stays();
        other.fly(new Flight(flight.read(), false));
      } else if (held.silence(now) > times.heldUp().toNanos()) {
        flight.stays();
        flight.read().readApart();
      }
    }
  }
}
