package io.twinlane.write;

import io.twinlane.postgres.ExclusiveConnections;
import io.twinlane.postgres.HeldConnection;
import io.twinlane.postgres.Reaching;
import io.twinlane.postgres.Retries;
import io.twinlane.postgres.SlowLog;
import io.twinlane.postgres.Statements;
import io.twinlane.postgres.Steps;
import io.twinlane.postgres.shape.Observed;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Transaction.Ending;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;

/**
 * The DIRECT lane: each work is one transaction on a connection of its own, and what it wrote is
 * announced before it is answered.
 *
 * <p>The answer never fails: what goes wrong is a {@link Failure} in it.
 */
final class DirectLane {

  private final ExclusiveConnections connections;
  private final Statements statements;
  private final Reaching reaching;
  private final Retries retries;
  private final WriteSets writeSets;
  private final Idempotency idempotency;
  private final Announcer announcer;
  private final SessionWrites sessions;
  private final Logs logs;
  private final WriteBook book;

  DirectLane(
      Lines lines, Statements statements, WriteSets writeSets, Idempotency idempotency, Logs logs) {
    this.logs = logs;
    this.connections = lines.connections();
    this.reaching = lines.reaching();
    this.retries = lines.retries();
    this.announcer = lines.announcer();
    this.sessions = lines.sessions();
    this.book = lines.book();
    this.statements = statements;
    this.writeSets = writeSets;
    this.idempotency = idempotency;
  }

  /**
   * What a lane reaches others by: PostgreSQL, as often as makes sense, the CACHED lane, and who
   * looks at the metrics.
   */
  record Lines(
      ExclusiveConnections connections,
      Reaching reaching,
      Retries retries,
      SessionWrites sessions,
      Announcer announcer,
      WriteBook book) {}

  /** What a lane tells of its works in the log. */
  record Logs(SlowLog slow, AuditLog audit) {}

  Future<Reply> answer(Work work) {
    if (work.deadline().expired()) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    Session session = work.session();
    TracePoint point = TracePoint.here();
    return session == null
        ? retries.reply(work, () -> reaching.reply(work.deadline(), () -> attempt(work)))
        : sessions
            .run(work)
            .compose(outcome ->
                point
                    .in(() -> announced(work, outcome.reply(), changed(outcome)))
                    .onSuccess(_ -> logs.audit().tell(work, outcome)));
  }

  /** Stops a work whose client has gone. */
  void abandon(long ticket) {
    connections.abandon(ticket);
    sessions.abandon(ticket);
  }

  /** Stops all works that have not begun to commit: the process ends. */
  void cancelAll() {
    connections.cancelAll();
    sessions.cancelAll();
  }

  private Future<Reply> attempt(Work work) {
    long asked = System.nanoTime();
    if (!commits(work)) {
      return connections
          .use(work, held -> logs.slow().watched(work, asked, run(held, work, Steps.NONE)))
          .onSuccess(reply -> auditUncommitted(work, reply));
    }
    WriteSteps steps = new WriteSteps(work, writeSets.of(work), idempotency);
    int generation = writeSets.generation();
    return connections
        .use(work, held -> logs.slow().watched(work, asked, run(held, work, steps)))
        .compose(reply -> {
          // what DDL that came in between may have added, such as a trigger, is not in the set
          Observed written = steps.written(writeSets.still(generation));
          return announced(work, reply, changed(reply, written))
              .onSuccess(_ -> logs.audit().tell(work, reply, written, false));
        });
  }

  /** What is rolled back by intention has written all the same, for a moment. */
  private void auditUncommitted(Work work, Reply reply) {
    if (work.transaction().access() == Access.READ_WRITE) {
      logs.audit().tell(work, reply, WriteSteps.ANYTHING, false);
    }
  }

  private static Observed changed(SessionWrites.Outcome outcome) {
    boolean ran = !(outcome.reply() instanceof Failure.Busy);
    return outcome.lasting() && ran
        ? outcome.written()
        : changed(outcome.reply(), outcome.written());
  }

  private static Observed changed(Reply reply, Observed written) {
    return switch (reply) {
      case Done _, Failure.Unknown _ -> written;
      // whatever else there may be in its place, it is certain that nothing remains
      default -> WriteSteps.NOTHING;
    };
  }

  static boolean commits(Work work) {
    return work.transaction().access() == Access.READ_WRITE
        && work.transaction().ending() == Ending.COMMIT;
  }

  private Future<Reply> announced(Work work, Reply reply, Observed changed) {
    if (changed.ddl()) {
      writeSets.forget();
    }
    if (changed.equals(WriteSteps.NOTHING)) {
      return Future.succeededFuture(reply);
    }
    TablesChanged news =
        new TablesChanged(
            changed.tables(), changed.ddl(), work.requestId(), sessions.database(work), null);
    long begun = System.nanoTime();
    return (reply instanceof Failure.Unknown
            ? announcer.announceUnknown(news)
            : announcer.announce(news))
        .onSuccess(_ -> book.announced(reply, System.nanoTime() - begun))
        .map(reply);
  }

  private Future<Reply> run(HeldConnection held, Work work, Steps steps) {
    return runsAlone(work, steps)
        ? statements.alone(held.connection(), work)
        : statements.inTransaction(held, work, steps);
  }

  /**
   * A statement that returns no rows needs no BEGIN: nothing can go wrong after it has run. One
   * that returns rows may turn out too large to answer, and then a write must be undone.
   */
  private boolean runsAlone(Work work, Steps steps) {
    return statements.aloneSuffices(work)
        && work.transaction().access() == Access.READ_WRITE
        && work.statements().getFirst().columns().isEmpty()
        && !(steps instanceof WriteSteps write && write.observes());
  }
}
