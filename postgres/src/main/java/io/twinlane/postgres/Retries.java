package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs a work again where that is certain to do no harm and likely to help, within its deadline and
 * a {@link RetryBudget}:
 *
 * <ul>
 *   <li>a transaction that PostgreSQL rolled back in favour of another, up to three times;
 *   <li>one whose prepared statement was not what it had been, once, as it is prepared anew;
 *   <li>a read whose connection broke, once;
 *   <li>a write of unknown outcome, up to three times, only where its idempotency key tells whether
 *       it has happened.
 * </ul>
 *
 * <p>What PostgreSQL could not be reached for is {@link Reaching}'s. Lives on one event loop.
 */
public final class Retries {

  private static final int TRIES_MAX = 4;
  private static final Duration PAUSE_MIN = Duration.ofMillis(10);
  private static final Duration PAUSE_MAX = Duration.ofMillis(100);

  private final Vertx vertx;
  private final LaneBook book;
  private final RetryBudget budget = new RetryBudget();

  /** With where it is counted what is tried again. */
  public Retries(Vertx vertx, LaneBook book) {
    this.vertx = vertx;
    this.book = book;
  }

  /** The first reply that is worth no retry, or that of the last try. */
  public Future<Reply> reply(Work work, Supplier<Future<Reply>> attempt) {
    budget.earn();
    return attempt.get().compose(reply -> next(work, attempt, 1, reply));
  }

  private Future<Reply> next(Work work, Supplier<Future<Reply>> attempt, int tries, Reply reply) {
    if (tries >= triesMax(work, reply)) {
      return Future.succeededFuture(reply);
    }
    long pauseMillis =
        ThreadLocalRandom.current().nextLong(PAUSE_MIN.toMillis(), PAUSE_MAX.toMillis()) * tries;
    boolean again =
        work.deadline().remaining().toMillis() > pauseMillis + PAUSE_MAX.toMillis() && spend();
    if (again) {
      book.again(reply);
    }
    return again
        ? vertx
            .timer(pauseMillis, TimeUnit.MILLISECONDS)
            .compose(_ -> attempt.get())
            .compose(later -> next(work, attempt, tries + 1, honest(reply, later)))
        : Future.succeededFuture(reply);
  }

  private boolean spend() {
    boolean enough = budget.spend();
    if (!enough) {
      book.spared();
    }
    return enough;
  }

  /** After an unknown outcome, a try that did not get to look at its key says nothing about it. */
  private static Reply honest(Reply before, Reply after) {
    boolean saysNothing =
        switch (after) {
          case Failure.Busy _, Failure.StillRunning _, Failure.Internal _ -> true;
          case Failure.Refused refused -> refused.statement() < 0;
          default -> false;
        };
    return before instanceof Failure.Unknown && saysNothing ? before : after;
  }

  /** How often a work may run in all, as far as this reply goes. */
  private static int triesMax(Work work, Reply reply) {
    return switch (reply) {
      case Failure.Refused refused when SqlState.LOST_TO_ANOTHER.contains(refused.sqlState()) ->
          TRIES_MAX;
      case Failure.Refused refused
          when SqlState.SPOILT.contains(refused.sqlState()) && work.session() == null ->
          2;
      case Failure.Unanswered _ -> 2;
      case Failure.Unknown _ when work.idempotencyKey() != null -> TRIES_MAX;
      default -> 1;
    };
  }
}
