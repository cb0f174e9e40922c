package io.twinlane.postgres;

import io.twinlane.schema.message.Deadline;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Patience with a database that is starting, failing over or asleep, and none with one that stays
 * away or refuses the login.
 *
 * <p>What was certainly not executed because PostgreSQL was away is tried again, ever less often,
 * within the deadline. Once PostgreSQL has been away for longer than anybody waits for it, requests
 * are refused at once, and one at a time finds out whether it is back (a circuit breaker); after a
 * quiet time it gets the benefit of the doubt again. After a refused login nothing is tried for a
 * while: trying again heals nothing, and may lock the user out. Lives on the event loop of its
 * lane.
 */
public final class Reaching {

  /** The first one, and eight more. */
  private static final int TRIES_MAX = 9;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final double LONGER = 1.6;
  private static final Duration AFTER_A_REFUSED_LOGIN = Duration.ofSeconds(5);

  /** About what all tries take. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(7).toNanos();

  private static final long PROBE_EVERY_NANOS = Duration.ofMillis(250).toNanos();

  /** What was learnt so long ago says nothing about now. */
  private static final long LEARNT_NANOS = Duration.ofSeconds(30).toNanos();

  private final Vertx vertx;
  private final LaneBook book;
  private long closedUntilNanos = System.nanoTime();
  private boolean loginRefused;
  private boolean away;
  private long awaySince;
  private long triedLast;

  /** With where it is counted what is tried again. */
  public Reaching(Vertx vertx, LaneBook book) {
    this.vertx = vertx;
    this.book = book;
  }

  /** The first reply that is not for want of a database, or that of the last try. */
  public Future<Reply> reply(Deadline deadline, Supplier<Future<Reply>> attempt) {
    long now = System.nanoTime();
    if (now - closedUntilNanos < 0) {
      return Future.succeededFuture(new Failure.Busy(Reason.LOGIN_REFUSED));
    }
    if (loginRefused) {
      // one finds out whether that was mended; the others need not
      closedUntilNanos = now + AFTER_A_REFUSED_LOGIN.toNanos();
    }
    if (away && now - triedLast > LEARNT_NANOS) {
      away = false;
    }
    return open(now) ? probe(now, attempt) : attempt(deadline, attempt, 1, FIRST_PAUSE);
  }

  private boolean open(long now) {
    return away && now - awaySince > PATIENCE_NANOS;
  }

  /** Lets one request in a while find out; the others need not wait for that. */
  private Future<Reply> probe(long now, Supplier<Future<Reply>> attempt) {
    return now - triedLast < PROBE_EVERY_NANOS
        ? Future.succeededFuture(new Failure.Busy(Reason.DATABASE_AWAY))
        : learnt(attempt);
  }

  private Future<Reply> attempt(
      Deadline deadline, Supplier<Future<Reply>> attempt, int number, Duration pause) {
    return learnt(attempt)
        .compose(reply -> {
          boolean again =
              patient(reply)
                  && number < TRIES_MAX
                  && !open(System.nanoTime())
                  && deadline.remaining().compareTo(pause) > 0;
          if (again) {
            book.again(reply);
          }
          return again
              ? vertx
                  .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                  .compose(_ -> attempt(deadline, attempt, number + 1, longer(pause)))
              : Future.succeededFuture(reply);
        });
  }

  private Future<Reply> learnt(Supplier<Future<Reply>> attempt) {
    triedLast = System.nanoTime();
    return attempt.get().onSuccess(this::learn);
  }

  private void learn(Reply reply) {
    long now = System.nanoTime();
    if (because(reply, Reason.LOGIN_REFUSED)) {
      loginRefused = true;
      closedUntilNanos = now + AFTER_A_REFUSED_LOGIN.toNanos();
    } else if (because(reply, Reason.DATABASE_AWAY)) {
      triedLast = now;
      awaySince = away ? awaySince : now;
      away = true;
    } else if (!(reply instanceof Failure.Busy) || because(reply, Reason.READ_ONLY)) {
      reached();
    }
  }

  /** Somebody else has found that PostgreSQL is there: nobody need be refused any more. */
  public void reached() {
    away = false;
    if (loginRefused) {
      loginRefused = false;
      closedUntilNanos = System.nanoTime();
    }
  }

  /** PostgreSQL may be back, or take writes again, in a moment. */
  private static boolean patient(Reply reply) {
    return because(reply, Reason.DATABASE_AWAY) || because(reply, Reason.READ_ONLY);
  }

  private static boolean because(Reply reply, Reason reason) {
    return reply instanceof Failure.Busy(Reason actual) && actual == reason;
  }

  private static Duration longer(Duration pause) {
    return Duration.ofNanos((long) (pause.toNanos() * LONGER));
  }
}
