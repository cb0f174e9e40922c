package io.twinlane.write;

import io.twinlane.postgres.Retries;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.Steps;
import io.twinlane.postgres.TextStatements;
import io.twinlane.postgres.Traces;
import io.twinlane.postgres.shape.Observed;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs what clients of SQL over HTTP send, in sessions of their own, and tells what was written.
 *
 * <p>A query or a change of rows runs in a transaction also where it is alone, as far as that is
 * needed to see what it writes, or to undo what cannot be answered: nothing that runs in it can
 * tell. Anything else runs as it is, and may have written anything.
 */
final class SessionWrites {

  private final Sessions sessions;
  private final WriteSets writeSets;
  private final Retries retries;
  private final TextStatements statements;

  SessionWrites(Sessions sessions, WriteSets writeSets, Retries retries) {
    this.sessions = sessions;
    this.writeSets = writeSets;
    this.retries = retries;
    this.statements = sessions.statements();
  }

  /**
   * A reply, and what may have been written.
   *
   * @param lasting whether it may remain also where the reply is a failure
   */
  record Outcome(Reply reply, Observed written, boolean lasting) {}

  /** The outcome of a work of a session. Never fails. */
  Future<Outcome> run(Work work) {
    if (!work.transaction().own()) {
      return batch(work);
    }
    if (work.identity().role() != null) {
      return inTransaction(work, writeSets.of(work)); // the role holds for the transaction
    }
    return switch (StatementKind.of(work.statements().getFirst().sql())) {
      case READ, WRITE -> rows(work);
      case SESSION, END -> alone(work, WriteSteps.NOTHING);
      case OTHER -> alone(work, WriteSteps.ANYTHING);
    };
  }

  /** Stops a work whose client has gone. */
  void abandon(long ticket) {
    sessions.abandon(ticket);
  }

  /** Stops whatever runs: the process ends. */
  void cancelAll() {
    sessions.cancelAll();
  }

  /** Where a work's tables are: null for the lane's own database. */
  @Nullable String database(Work work) {
    Session session = work.session();
    return session == null ? null : sessions.otherDatabase(session);
  }

  private Future<Outcome> batch(Work work) {
    boolean queries = true;
    for (Statement statement : work.statements()) {
      StatementKind kind = StatementKind.of(statement.sql());
      if (kind == StatementKind.END) {
        return Future.succeededFuture(new Outcome(endsBatch(), WriteSteps.NOTHING, false));
      }
      queries &= kind == StatementKind.READ;
    }
    if (queries && work.transaction().access() == Access.READ_ONLY) {
      return retries
          .reply(
              work,
              () ->
                  sessions.use(
                      work,
                      held -> statements.inTransaction(held, work, Steps.NONE, Traces.ANYTHING)))
          .map(reply -> new Outcome(reply, WriteSteps.NOTHING, false));
    }
    // an earlier statement may change what a later one means
    return inTransaction(work, new WriteSet.ToObserve());
  }

  private Future<Outcome> rows(Work work) {
    int generation = writeSets.generation();
    WriteSet known = writeSets.of(work);
    return known instanceof WriteSet.Certain certain && nothingToUndo(work, certain)
        ? retries
            .reply(work, () -> certain(work, certain))
            .map(reply ->
                new Outcome(
                    reply,
                    // what DDL that came in between may have added is not in the set
                    writeSets.still(generation)
                        ? new Observed(certain.tables(), false)
                        : WriteSteps.ANYTHING,
                    false))
        : inTransaction(work, known);
  }

  private Future<Reply> certain(Work work, WriteSet.Certain known) {
    if (!known.tables().isEmpty() && known.traces() != Traces.ANYTHING && givesRows(work)) {
      return sessions.use(work, held -> statements.added(held, work, known.traces()));
    }
    return switch (known.traces()) {
      case NOTHING ->
          known.tables().isEmpty()
              ? sessions.read(work)
              : sessions.use(work, held -> statements.known(held, work, Traces.NOTHING));
      case NUMBERS, SEQUENCES ->
          sessions.use(work, held -> statements.known(held, work, known.traces()));
      case ANYTHING -> sessions.use(work, held -> statements.alone(held, work));
    };
  }

  /**
   * What gives rows may give too many, and what it has written is undone then; but for one row that
   * it has added, whose size can be foreseen.
   */
  private boolean nothingToUndo(Work work, WriteSet.Certain known) {
    return StatementKind.of(work.statements().getFirst().sql()) == StatementKind.WRITE
        ? !givesRows(work)
            || (known.added() == WriteSet.Added.ONE
                && known.traces() != Traces.ANYTHING
                && statements.fits(work))
        : known.tables().isEmpty();
  }

  private static boolean givesRows(Work work) {
    return work.statements().getFirst().sql().toLowerCase(Locale.ROOT).contains("returning");
  }

  private Future<Outcome> inTransaction(Work work, WriteSet expected) {
    Traces traces =
        expected instanceof WriteSet.Certain certain ? certain.traces() : Traces.ANYTHING;
    int generation = writeSets.generation();
    WriteSteps[] last = {new WriteSteps(work, expected)};
    return retries
        .reply(
            work,
            () -> {
              last[0] = new WriteSteps(work, expected);
              return sessions.use(
                  work, held -> statements.inTransaction(held, work, last[0], traces));
            })
        .map(reply -> new Outcome(reply, last[0].written(writeSets.still(generation)), false));
  }

  /** Not again, whatever happens: it may have committed a part of itself. */
  private Future<Outcome> alone(Work work, Observed written) {
    AtomicBoolean ran = new AtomicBoolean();
    return sessions
        .use(
            work,
            held -> statements.alone(held, work).onComplete(_ -> ran.set(statements.ran(held))))
        .map(reply ->
            new Outcome(reply, nothingRan(reply, ran.get()) ? WriteSteps.NOTHING : written, true));
  }

  /** A text that PostgreSQL could not read has done nothing. */
  private static boolean nothingRan(Reply reply, boolean ran) {
    return reply instanceof Failure.Refused && !ran;
  }

  private static Failure endsBatch() {
    return new Failure.Refused(
        "2D000",
        "a batch is a transaction, and cannot be ended by one of its statements",
        null,
        null,
        -1);
  }
}
