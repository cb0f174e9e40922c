package io.twinlane.query;

import io.twinlane.postgres.HeldConnection;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.Steps;
import io.twinlane.postgres.TextStatements;
import io.twinlane.postgres.Traces;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;

/**
 * Runs reads of SQL over HTTP, in sessions of the clients' own. What is usually quick, and leaves
 * nothing behind, shares a connection with others of the same session; anything else has one for
 * itself.
 *
 * <p>Invariant 2: PostgreSQL enforces that nothing is written, in a transaction that is read-only
 * from its first snapshot on. What could leave that transaction, or make another one, is not a
 * query, and is not run here.
 */
final class SessionReads {

  private final Sessions sessions;
  private final ReadSets readSets;
  private final TextStatements statements;

  SessionReads(Sessions sessions, ReadSets readSets) {
    this.sessions = sessions;
    this.readSets = readSets;
    this.statements = sessions.statements();
  }

  /** The answer never fails. */
  Future<Reply> run(Work work) {
    for (Statement statement : work.statements()) {
      if (StatementKind.of(statement.sql()) != StatementKind.READ) {
        return Future.succeededFuture(noRead());
      }
    }
    return leavesNothing(work) ? sessions.read(work) : sessions.use(work, held -> run(held, work));
  }

  /** Stops a read whose client has gone. */
  void abandon(long ticket) {
    sessions.abandon(ticket);
  }

  /** Stops all reads: the process ends. */
  void cancelAll() {
    sessions.cancelAll();
  }

  /** What is deterministic by PostgreSQL's own word calls nothing that changes the session. */
  private boolean leavesNothing(Work work) {
    ReadSets.Answer known = isAlone(work) ? readSets.known(work) : null;
    return known != null && known.settings().isNone();
  }

  private static boolean isAlone(Work work) {
    return work.repeatable() && work.statements().size() == 1 && work.identity().role() == null;
  }

  /** What it leaves may be known by the time when it has its connection. */
  private Future<Reply> run(HeldConnection held, Work work) {
    if (!isAlone(work)) {
      return statements.inTransaction(held, work, Steps.NONE, Traces.ANYTHING);
    }
    if (leavesNothing(work)) {
      return statements.known(held, work, Traces.NOTHING);
    }
    if (readSets.known(work) == null) {
      // also where nothing is cached: it is worth a lot to know it the next time
      var _ = readSets.of(work);
    }
    return statements.alone(held, work);
  }

  private static Failure noRead() {
    return new Failure.Refused(
        "25006",
        "the CACHED lane runs queries, and nothing else",
        null,
        "Send it to the DIRECT lane",
        -1);
  }
}
