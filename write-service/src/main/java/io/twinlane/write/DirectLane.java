package io.twinlane.write;

import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.postgres.shape.Observed;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The DIRECT lane: each work is one transaction on a connection of its own, and what it wrote is
 * announced before it is answered.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class DirectLane {

  /** When nothing is known of what a transaction wrote. */
  private static final Observed ANYTHING = new Observed(Set.of(), true);

  private static final Observed NOTHING = new Observed(Set.of(), false);

  private final Pool pool;
  private final Statements statements;
  private final Reaching reaching;
  private final WriteSets writeSets;
  private final Announcer announcer;

  DirectLane(
      Pool pool,
      Statements statements,
      Reaching reaching,
      WriteSets writeSets,
      Announcer announcer) {
    this.pool = pool;
    this.statements = statements;
    this.reaching = reaching;
    this.writeSets = writeSets;
    this.announcer = announcer;
  }

  Future<Reply> answer(Work work) {
    if (work.deadline().expired()) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    return reaching.reply(work.deadline(), () -> attempt(work));
  }

  private Future<Reply> attempt(Work work) {
    if (!commits(work)) {
      return replied(work, run(work));
    }
    return switch (writeSets.of(work)) {
      case WriteSet.Certain(Set<String> tables) -> certain(work, tables);
      case WriteSet.ToObserve _ -> observed(work);
    };
  }

  private static boolean commits(Work work) {
    return work.transaction().access() == Access.READ_WRITE
        && work.transaction().ending() == Ending.COMMIT;
  }

  private Future<Reply> certain(Work work, Set<String> tables) {
    int generation = writeSets.generation();
    return replied(work, run(work))
        .compose(reply -> {
          // what DDL that came in between may have added, such as a trigger, is not in the set
          boolean stillCertain = generation == writeSets.generation();
          return announced(work, reply, stillCertain ? new Observed(tables, false) : ANYTHING);
        });
  }

  /** Until the transaction has been looked at, it may have written anything. */
  private Future<Reply> observed(Work work) {
    AtomicReference<Observed> written = new AtomicReference<>(ANYTHING);
    Future<Reply> ran =
        statements.inTransaction(
            pool, work, connection -> Observed.of(connection).onSuccess(written::set));
    return replied(work, ran)
        .compose(reply -> announced(work, reply, Objects.requireNonNull(written.get())));
  }

  private Future<Reply> announced(Work work, Reply reply, Observed written) {
    Observed changed =
        switch (reply) {
          case Done _, Failure.Unknown _ -> written;
          // whatever else there may be in its place, it is certain that nothing remains
          default -> NOTHING;
        };
    if (changed.ddl()) {
      writeSets.forget();
    }
    if (changed.equals(NOTHING)) {
      return Future.succeededFuture(reply);
    }
    TablesChanged news = new TablesChanged(changed.tables(), changed.ddl(), work.requestId());
    if (reply instanceof Failure.Unknown) {
      announcer.announceAgainLater(news);
    }
    return announcer.announce(news).map(reply);
  }

  private Future<Reply> replied(Work work, Future<Reply> ran) {
    return ran.otherwise(
        cause -> SqlState.failure(cause, work.transaction().access(), statements.bytesMax()));
  }

  private Future<Reply> run(Work work) {
    return runsAlone(work) ? statements.alone(pool, work) : statements.inTransaction(pool, work);
  }

  /**
   * A statement that returns no rows needs no BEGIN: nothing can go wrong after it has run. One
   * that returns rows may turn out too large to answer, and then a write must be undone.
   */
  private boolean runsAlone(Work work) {
    return statements.aloneSuffices(work)
        && work.transaction().access() == Access.READ_WRITE
        && work.statements().getFirst().columns().isEmpty();
  }
}
