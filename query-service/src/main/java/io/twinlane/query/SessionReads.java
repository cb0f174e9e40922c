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
 * Runs reads of SQL over HTTP, in sessions of the clients' own.
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
    return sessions.use(work, held -> run(held, work));
  }

  /** Stops a read whose client has gone. */
  void abandon(long ticket) {
    sessions.abandon(ticket);
  }

  /** Stops all reads: the process ends. */
  void cancelAll() {
    sessions.cancelAll();
  }

  private Future<Reply> run(HeldConnection held, Work work) {
    boolean alone = work.repeatable() && work.statements().size() == 1;
    if (!alone || work.identity().role() != null) {
      return statements.inTransaction(held, work, Steps.NONE, Traces.ANYTHING);
    }
    // what is deterministic by PostgreSQL's own word calls nothing that changes the session
    ReadSets.Answer known = readSets.known(work);
    if (known == null) {
      // also where nothing is cached: it is worth a lot to know it the next time
      var _ = readSets.of(work);
    }
    return known != null && known.settings().isNone()
        ? statements.known(held, work, Traces.NOTHING)
        : statements.alone(held, work);
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
