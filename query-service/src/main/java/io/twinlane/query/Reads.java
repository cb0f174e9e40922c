package io.twinlane.query;

import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.SqlState;
import io.twinlane.postgres.Statements;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * Runs reads on PostgreSQL: a statement that needs nothing around it goes down a connection that it
 * shares with others; anything else takes a connection for one transaction.
 *
 * <p>Invariant 2: PostgreSQL enforces that nothing is written, whatever the statement's text says.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class Reads {

  private final SharedConnections shared;
  private final Pool exclusive;
  private final Statements statements;
  private final Reaching reaching;

  Reads(SharedConnections shared, Pool exclusive, Statements statements, Reaching reaching) {
    this.shared = shared;
    this.exclusive = exclusive;
    this.statements = statements;
    this.reaching = reaching;
  }

  Future<Reply> run(Work work) {
    return reaching.reply(work.deadline(), () -> attempt(work));
  }

  private Future<Reply> attempt(Work work) {
    return sent(work)
        .otherwise(cause -> SqlState.failure(cause, Access.READ_ONLY, statements.bytesMax()));
  }

  private Future<Reply> sent(Work work) {
    return statements.aloneSuffices(work)
        ? shared.send(work.statements().getFirst().sql(), client -> statements.alone(client, work))
        : statements.inTransaction(exclusive, work);
  }
}
