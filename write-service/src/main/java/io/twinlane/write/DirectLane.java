package io.twinlane.write;

import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * The DIRECT lane: each work is one transaction on one connection of its own.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class DirectLane {

  private final Pool pool;
  private final Statements statements;
  private final Reaching reaching;

  DirectLane(Pool pool, Statements statements, Reaching reaching) {
    this.pool = pool;
    this.statements = statements;
    this.reaching = reaching;
  }

  Future<Reply> answer(Work work) {
    if (work.deadline().expired()) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    return reaching.reply(work.deadline(), () -> attempt(work));
  }

  private Future<Reply> attempt(Work work) {
    return run(work)
        .otherwise(
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
