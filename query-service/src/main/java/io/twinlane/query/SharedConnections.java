package io.twinlane.query;

import io.twinlane.postgres.Connections;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A few connections with many quick statements in flight on each, which PostgreSQL answers in
 * order. They are packed onto one connection as far as they fit, since one busy backend costs half
 * of what five do.
 *
 * <p>A connection has one role for as long as it lasts, so that nothing need be set before a
 * statement and nobody's rows are another's; one that was not used for a while is made over to a
 * role that has none. What may change its role must not be sent down it.
 *
 * <p>Where one that was thought quick turns out slow, those behind it are sent again elsewhere,
 * which only reads allow: the first answer counts. A connection that has been silent for long is
 * given up. Lives on one event loop.
 */
final class SharedConnections {

  private static final Duration STUCK = Duration.ofMillis(20);
  private static final Duration GIVEN_UP = Duration.ofSeconds(5);
  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** A role that was taken from the lane's user is asked for no longer than an answer is kept. */
  private static final Duration ROLE_LASTS = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final QuickStatements quick;
  private final List<SharedConnection> lines = new ArrayList<>();
  private final int packedMax;
  private final Times times;
  private boolean looking;

  SharedConnections(Vertx vertx, Connections connections, int count, QuickStatements quick) {
    this(vertx, connections, count, quick, new Times(STUCK, GIVEN_UP, UNUSED, ROLE_LASTS));
  }

  SharedConnections(
      Vertx vertx, Connections connections, int count, QuickStatements quick, Times times) {
    this.vertx = vertx;
    this.quick = quick;
    this.packedMax = connections.pool().pipelining();
    this.times = times;
    for (int i = 0; i < count; i++) {
      lines.add(
          new SharedConnection(
              vertx, role -> connections.pipelined(vertx, role), this, times.givenUp()));
    }
  }

  /**
   * How long something lasts on a connection.
   *
   * @param stuck without an answer before it holds others up
   * @param givenUp without an answer before it counts as lost
   * @param unused before another role may have it
   * @param roleLasts before PostgreSQL is asked again whether the lane's user has its role
   */
  record Times(Duration stuck, Duration givenUp, Duration unused, Duration roleLasts) {}

  /** Those before it hold a read up, and there is no other connection for it. */
  static final class HeldUpException extends Exception {

    private static final long serialVersionUID = 1;

    HeldUpException() {
      super("held up by a slow statement", null, false, false);
    }
  }

  /** How many statements may be in flight on all of them. */
  int places() {
    return lines.size() * packedMax;
  }

  /** Whether there is a connection for a role on which nothing is held up. */
  boolean serves(@Nullable String role) {
    long now = System.nanoTime();
    SharedConnection line = line(role, now, _ -> true);
    return line != null && !stuck(line, now);
  }

  /**
   * Sends a read down the connection where it is best placed. Fails with {@link HeldUpException}
   * where there is none.
   *
   * @param role as which it is run; null for the user's own
   * @param sql the text of a read, of which as many are sent as one
   */
  <T> Future<T> send(
      @Nullable String role, String sql, int count, Function<SqlClient, Future<T>> read) {
    long now = System.nanoTime();
    SharedConnection line = line(role, now, _ -> true);
    if (line == null) {
      return Future.failedFuture(new HeldUpException());
    }
    SharedRead<T> sent =
        new SharedRead<>(role, sql, count, TracePoint.here().later(read), Promise.promise());
    line.renewIfOlderThan(times.roleLasts(), now);
    line.fly(new SharedRead.Flight(sent, true));
    lookLater();
    return sent.answer().future();
  }

  /** A role's connections do not do what others do: they are opened anew when they are needed. */
  void doubt(@Nullable String role, String sql) {
    quick.took(role, sql, times.givenUp().toNanos());
    lines.stream().filter(line -> line.isOf(role)).forEach(line -> line.renew());
  }

  /** How long a statement has taken. */
  void took(SharedRead<?> read, long nanos) {
    quick.took(read.role(), read.sql(), nanos / read.count());
  }

  private boolean stuck(SharedConnection line, long now) {
    return line.silence(now) > times.stuck().toNanos();
  }

  /** The first of the role's with room; else one that nobody uses; else where the wait is least. */
  private @Nullable SharedConnection line(
      @Nullable String role, long now, Predicate<SharedConnection> which) {
    SharedConnection best = null;
    for (SharedConnection line : lines) {
      if (line.isOf(role) && which.test(line)) {
        boolean stuck = stuck(line, now);
        if (line.inFlight() < packedMax && !stuck) {
          return line;
        }
        best = best == null || better(line, stuck, best, now) ? line : best;
      }
    }
    SharedConnection free = free(now);
    if (free == null) {
      return best;
    }
    free.makeOver(role);
    return free;
  }

  private boolean better(SharedConnection line, boolean stuck, SharedConnection best, long now) {
    boolean bestStuck = stuck(best, now);
    return stuck == bestStuck ? line.inFlight() < best.inFlight() : bestStuck;
  }

  private @Nullable SharedConnection free(long now) {
    for (SharedConnection line : lines) {
      if (line.unusedFor(times.unused(), now)) {
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
    for (SharedRead.Flight flight : held.movable()) {
      flight.stays();
      SharedConnection other = line(flight.read().role(), now, line -> !Objects.equals(line, held));
      if (other == null || stuck(other, now)) {
        flight.read().answer().tryFail(new HeldUpException());
      } else {
        other.fly(new SharedRead.Flight(flight.read(), false));
      }
    }
  }
}
