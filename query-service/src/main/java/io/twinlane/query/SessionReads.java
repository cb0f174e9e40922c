package io.twinlane.query;

import io.twinlane.postgres.HeldConnection;
import io.twinlane.postgres.Sessions;
import io.twinlane.postgres.Steps;
import io.twinlane.postgres.TextStatements;
import io.twinlane.postgres.Traces;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.Work;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** About what a socket takes at once, whoever reads it. */
  private static final int LARGE_BYTES = 16 << 10;

  private static final long LARGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Sessions sessions;
  private final ReadSets readSets;
  private final TextStatements statements;
  private final QuickStatements quick = new QuickStatements();

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
    boolean known = leavesNothing(work);
    return known && statements.oneExchangeSuffices(work) && isQuick(work)
        ? sessions.share(work, (reply, nanos) -> took(work, reply, nanos))
        : sessions.use(work, held -> known ? timed(held, work) : unknown(held, work));
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

  /** Where others wait for connections of their own, one more of them makes it only worse. */
  private boolean isQuick(Work work) {
    String login = login(work);
    return quick.knows(login, sql(work))
        || (sessions.crowded(session(work)) && quick.expects(login, sql(work)));
  }

  private Future<Reply> timed(HeldConnection held, Work work) {
    long begun = System.nanoTime();
    return statements
        .known(held, work, Traces.NOTHING)
        .onSuccess(reply -> took(work, reply, System.nanoTime() - begun));
  }

  /** While PostgreSQL waits for a large answer to be read, nobody behind it is answered. */
  private void took(Work work, @Nullable Reply reply, long nanos) {
    boolean large = reply instanceof Done done && done.last().body().length() > LARGE_BYTES;
    quick.took(login(work), sql(work), large ? LARGE_NANOS : nanos);
  }

  private Future<Reply> unknown(HeldConnection held, Work work) {
    if (!isAlone(work)) {
      return statements.inTransaction(held, work, Steps.NONE, Traces.ANYTHING);
    }
    if (readSets.known(work) == null) {
      // also where nothing is cached: it is worth a lot to know it the next time
      var _ = readSets.of(work);
    }
    return statements.alone(held, work);
  }

  /** Who runs it, as whom a statement may take longer than as somebody else. */
  private static String login(Work work) {
    Session session = session(work);
    return session.user() + '\0' + session.database();
  }

  private static Session session(Work work) {
    return Objects.requireNonNull(work.session(), "a work of SQL over HTTP has a session");
  }

  private static String sql(Work work) {
    return work.statements().getFirst().sql();
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
