package io.twinlane.write;

import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.List;
import java.util.Optional;

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
  private final GatheredInserts inserts;

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
    this.inserts = new GatheredInserts(lines.gathering(), new Inserts());
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
      WriteBook book,
      GatheredInserts.Terms gathering) {}

  /** What a lane tells of its works in the log. */
  record Logs(SlowLog slow, AuditLog audit) {}

  Future<Reply> answer(Work work) {
    if (work.deadline().expired()) {
      return Future.succeededFuture(new Failure.Busy(Reason.EXPIRED));
    }
    Session session = work.session();
    TracePoint point = TracePoint.here();
    return session == null
        ? retries.reply(work, () -> reaching.reply(work.deadline(), () -> inserts.write(work)))
        : sessions
            .run(work)
            .compose(outcome ->
                point
                    .in(() -> announced(work, outcome.reply(), changed(outcome)))
                    .onSuccess(_ -> logs.audit().tell(work, outcome)));
  }

  /** Stops a work whose client has gone. */
  void abandon(long ticket) {
    inserts.abandon(ticket);
    connections.abandon(ticket);
    sessions.abandon(ticket);
  }

  /** Stops all works that have not begun to commit: the process ends. */
  void cancelAll() {
    connections.cancelAll();
    sessions.cancelAll();
  }

  /** Shows what gathering spares. */
  void show(MeterRegistry meters) {
    inserts.show(meters);
  }

  /** How inserts are sent that may be gathered. */
  private final class Inserts implements GatheredInserts.Lane {

    @Override
    public boolean plain(Work work) {
      return work.session() == null
          && commits(work)
          && statements.aloneSuffices(work)
          && !work.timed()
          && work.statements().getFirst().addsOneRow()
          && writeSets.plain(work).isPresent();
    }

    @Override
    public Future<Reply> alone(Work work) {
      return attempt(work);
    }

    @Override
    public Future<Optional<List<Reply>>> together(List<Work> works) {
      return DirectLane.this.together(new InsertGroup(works));
    }
  }

  /**
   * One transaction for all. Its failures are told to nobody, unless nothing else can be known:
   * empty where nothing of it remains, and each may be run by itself.
   */
  private Future<Optional<List<Reply>>> together(InsertGroup group) {
    Work all = group.work();
    if (writeSets.plain(all).isEmpty()) {
      return Future.succeededFuture(Optional.empty()); // the schema has changed meanwhile
    }
    long asked = System.nanoTime();
    WriteSteps steps = new WriteSteps(all, writeSets.of(all));
    int generation = writeSets.generation();
    return connections
        .use(
            all,
            held ->
                group
                    .sent(held, connections::wanted)
                    .map(sent -> watched(sent, asked, run(held, sent, steps)))
                    .orElseGet(() -> Future.succeededFuture(new Failure.Busy(Reason.EXPIRED))))
        .compose(reply -> {
          if (group.undone(reply)) {
            return Future.succeededFuture(Optional.empty());
          }
          Observed written = steps.written(writeSets.still(generation));
          List<Reply> replies = group.replies(reply);
          return announced(all, reply, changed(reply, written))
              .onSuccess(_ -> group.each(replies, (work, own) -> audit(work, own, written)))
              .map(_ -> Optional.of(replies));
        });
  }

  private Future<Reply> watched(Work group, long asked, Future<Reply> running) {
    return logs.slow().watched(group, group.statements().size(), asked, running);
  }

  /** Each has its own line, with the tables that it alone has written. */
  private void audit(Work work, Reply reply, Observed written) {
    Observed own =
        written.ddl()
            ? written
            : writeSets.plain(work).map(tables -> new Observed(tables, false)).orElse(written);
    logs.audit().tell(work, reply, own, false);
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
    return steps instanceof WriteSteps write && write.nothingToDo()
        ? statements.write(held, work, steps, write.echoes())
        : statements.inTransaction(held, work, steps);
  }
}
