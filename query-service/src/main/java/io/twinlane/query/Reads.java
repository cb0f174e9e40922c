package io.twinlane.query;

import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.HeldConnection;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.Statements;
import io.twinlane.postgres.Steps;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;

/**
 * Runs reads on PostgreSQL: a statement that has proved quick, and needs nothing around it, goes
 * down a connection that it shares with others; anything else has a connection for itself, where it
 * holds nobody up and can be cancelled.
 *
 * <p>Invariant 2: PostgreSQL enforces that nothing is written, whatever the statement's text says.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class Reads {

  private final Ways ways;
  private final Statements statements;
  private final Reaching reaching;
  private final Retries retries;
  private final QuickStatements quick;
  private final SlowLog slow;

  Reads(
      Ways ways,
      Statements statements,
      Reaching reaching,
      Retries retries,
      QuickStatements quick,
      SlowLog slow) {
    this.slow = slow;
    this.ways = ways;
    this.statements = statements;
    this.reaching = reaching;
    this.retries = retries;
    this.quick = quick;
  }

  /**
   * The ways to PostgreSQL.
   *
   * @param shared onto connections that are shared, alone or with others of the same shape
   * @param sessions for clients who log in themselves
   */
  record Ways(Gathering shared, ExclusiveConnections exclusive, SessionReads sessions) {}

  Future<Reply> run(Work work) {
    return work.session() == null
        ? retries.reply(work, () -> reaching.reply(work.deadline(), () -> attempt(work)))
        : retries.reply(work, () -> ways.sessions().run(work));
  }

  /** Stops a read whose client has gone, if it waits or has a connection for itself. */
  void abandon(long ticket) {
    ways.shared().abandon(ticket);
    ways.exclusive().abandon(ticket);
    ways.sessions().abandon(ticket);
  }

  /** Stops all reads that have a connection for themselves: the process ends. */
  void cancelAll() {
    ways.exclusive().cancelAll();
    ways.sessions().cancelAll();
  }

  private Future<Reply> attempt(Work work) {
    long asked = System.nanoTime();
    if (!statements.aloneSuffices(work)) {
      return ways.exclusive()
          .use(
              work,
              held -> slow.watched(work, asked, statements.inTransaction(held, work, Steps.NONE)));
    }
    return quick.knows(work.statements().getFirst().sql())
        ? ways.shared().read(work)
        : ways.exclusive().use(work, held -> slow.watched(work, asked, timed(held, work)));
  }

  private Future<Reply> timed(HeldConnection held, Work work) {
    long begun = System.nanoTime();
    return statements
        .alone(held.connection(), work)
        .onSuccess(_ -> quick.took(work.statements().getFirst().sql(), System.nanoTime() - begun));
  }
}
