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
 * Patience with a database that is starting, failing over or asleep, and none with one that refuses
 * the login.
 *
 * <p>What was certainly not executed because PostgreSQL was away is tried again, ever less often,
 * within the deadline. After a refused login nothing is tried for a while: trying again heals
 * nothing, and may lock the user out. Lives on the event loop of its lane.
 */
public final class Reaching {

  private static final int TRIES_MAX = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final double LONGER = 1.6;
  private static final Duration AFTER_A_REFUSED_LOGIN = Duration.ofSeconds(5);

  private final Vertx vertx;
  private long closedUntilNanos = System.nanoTime();

  public Reaching(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The first reply that is not for want of a database, or the last one of eight tries. */
  public Future<Reply> reply(Deadline deadline, Supplier<Future<Reply>> attempt) {
    if (System.nanoTime() - closedUntilNanos < 0) {
      return Future.succeededFuture(new Failure.Busy(Reason.LOGIN_REFUSED));
    }
    return attempt(deadline, attempt, 1, FIRST_PAUSE);
  }

  private Future<Reply> attempt(
      Deadline deadline, Supplier<Future<Reply>> attempt, int number, Duration pause) {
    return attempt
        .get()
        .compose(reply -> {
          noteRefusedLogin(reply);
          boolean again =
              because(reply, Reason.DATABASE_AWAY)
                  && number < TRIES_MAX
                  && deadline.remaining().compareTo(pause) > 0;
          return again
              ? vertx
                  .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                  .compose(_ -> attempt(deadline, attempt, number + 1, longer(pause)))
              : Future.succeededFuture(reply);
        });
  }

  private void noteRefusedLogin(Reply reply) {
    if (because(reply, Reason.LOGIN_REFUSED)) {
      closedUntilNanos = System.nanoTime() + AFTER_A_REFUSED_LOGIN.toNanos();
    }
  }

  private static boolean because(Reply reply, Reason reason) {
    return reply instanceof Failure.Busy(Reason actual) && actual == reason;
  }

  private static Duration longer(Duration pause) {
    return Duration.ofNanos((long) (pause.toNanos() * LONGER));
  }
}
