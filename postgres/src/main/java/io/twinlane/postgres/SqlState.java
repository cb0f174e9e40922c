package io.twinlane.postgres;

import io.netty.handler.codec.DecoderException;
import io.twinlane.schema.log.Causes;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Transaction.Access;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the driver fails with, as a {@link Failure}: the only place that reads a SQLSTATE or a class
 * of the driver's exceptions. A cause that is not PostgreSQL's answer to a statement is logged
 * here, once.
 */
public final class SqlState {

  private static final Logger LOG = LoggerFactory.getLogger(SqlState.class);
  static final int OF_NO_STATEMENT = -1;

  /** No table of that name, no schema of that name. */
  private static final Set<String> MISSING_TABLE = Set.of("42P01", "3F000");

  /** The session was ended from outside while it was at work. */
  private static final Set<String> TERMINATED = Set.of("57P01", "57P02", "57P05", "25P03");

  /** A prepared statement is not there, or is there already: another session's. */
  private static final Set<String> LOST_STATEMENT = Set.of("26000", "42P05");

  /** Stopped on somebody's request, or by a time limit. */
  static final String CANCELLED = "57014";

  /** serialization_failure, deadlock_detected: rolled back in favour of another. */
  static final Set<String> LOST_TO_ANOTHER = Set.of("40001", "40P01");

  /** Prepared statements that are lost, double, or would give other columns. */
  static final Set<String> SPOILT = Set.of("26000", "42P05", "0A000");

  /** Whether what was prepared is not what it had been, which another try mends. */
  public static boolean spoilt(Failure.Refused refused) {
    return SPOILT.contains(refused.sqlState());
  }

  /** The server takes no writes; the second is what BEGIN says on a replica. */
  private static final String READ_ONLY = "25006";

  private static final String NOT_IN_RECOVERY = "0A000";

  private static final String LOST_ON_THE_WAY =
      "Is there a pooler in transaction mode? Then add pgbouncer=true to the connection string.";

  private static final Asker NOBODY = new Asker(Access.READ_ONLY, "");

  private SqlState() {}

  /**
   * The failure for a work of such access. What counts is how far the work came: a cause from
   * before anything was sent is {@link Failure.Busy}; from then on whatever is not PostgreSQL's own
   * answer leaves a write {@link Failure.Unknown}.
   */
  public static Failure failure(Throwable cause, Access access, int bytesMax) {
    return failure(cause, new Asker(access, ""), bytesMax);
  }

  /** The same for a work, whose request is named in the log. */
  public static Failure failure(Throwable cause, Work work, int bytesMax) {
    return failure(cause, Asker.of(work), bytesMax);
  }

  /**
   * Whose work it was that failed.
   *
   * @param access whether it may have written
   * @param requestId what the log calls it; empty for none of a client's
   */
  private record Asker(Access access, String requestId) {

    static Asker of(Work work) {
      return new Asker(work.transaction().access(), work.requestId());
    }

    LoggingEventBuilder named(LoggingEventBuilder line) {
      return requestId.isEmpty() ? line : RequestLine.of(line, requestId);
    }
  }

  private static Failure failure(Throwable cause, Asker asker, int bytesMax) {
    return switch (cause) {
      case NotSentException notSent -> notSent(notSent.getCause(), asker);
      case StatementException of when of.getCause() instanceof PgException answer ->
          answered(answer, asker, of.statement());
      case StatementException of -> failure(Objects.requireNonNull(of.getCause()), asker, bytesMax);
      case PgException answer when beginsNothing(answer, asker.access()) ->
          new Failure.Busy(Reason.READ_ONLY);
      case PgException answer -> answered(answer, asker, OF_NO_STATEMENT);
      case JsonBytes.TooLargeException _ -> new Failure.TooLarge(bytesMax);
      case TypeChangedException changed ->
          new Failure.Refused(
              "0A000", String.valueOf(changed.getMessage()), null, null, OF_NO_STATEMENT);
      default ->
          switch (asker.access()) {
            case READ_WRITE -> lost(cause, asker);
            case READ_ONLY -> unread(cause, asker);
          };
    };
  }

  /**
   * The same for a work in a session of a client's own: it is told PostgreSQL's own errors,
   * whatever they are.
   */
  static Failure ofSession(Throwable cause, Work work, int bytesMax) {
    Asker asker = Asker.of(work);
    return switch (cause) {
      case StatementException of when of.getCause() instanceof PgException answer ->
          toldByServer(answer, asker, of.statement());
      case PgException answer -> toldByServer(answer, asker, OF_NO_STATEMENT);
      default -> failure(cause, asker, bytesMax);
    };
  }

  private static Failure toldByServer(PgException answer, Asker asker, int statement) {
    return TERMINATED.contains(answer.getSqlState()) || endsTheSession(answer)
        ? lost(answer, asker)
        : refused(answer, statement);
  }

  private static Failure.Refused refused(PgException answer, int statement) {
    return new Failure.Refused(
        answer.getSqlState(),
        answer.getErrorMessage(),
        answer.getDetail(),
        answer.getHint(),
        statement,
        ServerErrors.report(answer));
  }

  /**
   * What it is to a client's own session that it could not be begun: refused by PostgreSQL for
   * good, or not to be had for now.
   */
  static Failure ofLogin(Throwable cause) {
    return ofLogin(cause, NOBODY);
  }

  /** The same for a work, whose request is named in the log. */
  static Failure ofLogin(Throwable cause, Work work) {
    return ofLogin(cause, Asker.of(work));
  }

  private static Failure ofLogin(Throwable cause, Asker asker) {
    return cause instanceof PgException answer && barred(answer)
        ? refused(answer, OF_NO_STATEMENT)
        : notSent(cause, asker);
  }

  /** No such user, password or database, or no right to connect to it. */
  private static boolean barred(PgException answer) {
    return loginRefused(answer) || answer.getSqlState().equals("42501");
  }

  /** Whether PostgreSQL said that it takes no writes at all. */
  static boolean takesNoWrites(Throwable cause) {
    return switch (cause) {
      case StatementException of when of.getCause() instanceof PgException answer ->
          takesNoWrites(answer);
      case PgException answer ->
          answer.getSqlState().equals(READ_ONLY) || answer.getSqlState().equals(NOT_IN_RECOVERY);
      default -> false;
    };
  }

  private static boolean beginsNothing(PgException answer, Access access) {
    return access == Access.READ_WRITE && NOT_IN_RECOVERY.equals(answer.getSqlState());
  }

  private static Failure answered(PgException answer, Asker asker, int statement) {
    if (asker.access() == Access.READ_WRITE && READ_ONLY.equals(answer.getSqlState())) {
      return new Failure.Busy(Reason.READ_ONLY);
    }
    if (TERMINATED.contains(answer.getSqlState())) {
      return lost(answer, asker);
    }
    if (endsTheSession(answer)) {
      // a read that opens its own connection learns here that PostgreSQL lets nobody in
      return asker.access() == Access.READ_ONLY ? away(answer, asker) : lost(answer, asker);
    }
    return new Failure.Refused(
        answer.getSqlState(),
        answer.getErrorMessage(),
        answer.getDetail(),
        hint(answer, asker),
        statement);
  }

  /** A statement that got lost on the way is nothing that PostgreSQL itself could explain. */
  private static @Nullable String hint(PgException answer, Asker asker) {
    if (LOST_STATEMENT.contains(answer.getSqlState())) {
      asker
          .named(LOG.atWarn())
          .log("a prepared statement got lost ({}). {}", answer.getSqlState(), LOST_ON_THE_WAY);
      return LOST_ON_THE_WAY;
    }
    return answer.getHint();
  }

  private static Failure unread(Throwable cause, Asker asker) {
    return switch (cause) {
      case ConnectException _ -> away(cause, asker);
      case UnknownHostException _ -> away(cause, asker);
      case SSLException _ -> away(cause, asker);
      case ClosedConnectionException _ -> lost(cause, asker);
      case IOException _ -> lost(cause, asker);
      case DecoderException _ ->
          cause.getCause() instanceof SSLHandshakeException handshake
              ? away(handshake, asker)
              : lost(cause, asker);
      // the driver's own words for a server without TLS, and for a connection that has just closed
      case VertxException _ ->
          waitedInVain(cause) ? new Failure.Busy(Reason.POOL_FULL) : away(cause, asker);
      default -> waitedInVain(cause) ? new Failure.Busy(Reason.POOL_FULL) : internal(cause, asker);
    };
  }

  /** What it is to a work that there was no connection, and so nothing was sent. */
  static Failure notSent(@Nullable Throwable cause) {
    return notSent(cause, NOBODY);
  }

  /** The same for a work, whose request is named in the log. */
  static Failure notSent(Throwable cause, Work work) {
    return notSent(cause, Asker.of(work));
  }

  private static Failure notSent(@Nullable Throwable cause, Asker asker) {
    if (cause == null || waitedInVain(cause)) {
      return new Failure.Busy(Reason.POOL_FULL);
    }
    return away(cause, asker);
  }

  /** A cause as a log may have it: what PostgreSQL says of a statement may quote its values. */
  public static String words(Throwable cause) {
    if (cause instanceof PgException answer) {
      return endsTheSession(answer)
          ? String.valueOf(answer.getMessage())
          : "SQLSTATE " + answer.getSqlState();
    }
    return Causes.words(cause);
  }

  /** Whether PostgreSQL answered that a relation does not exist. */
  public static boolean missingTable(Throwable cause) {
    return cause instanceof PgException refused && MISSING_TABLE.contains(refused.getSqlState());
  }

  /**
   * Whether what a connection has prepared is of no use any more: unknown there, known otherwise,
   * or giving other columns than before; or whether it is gone.
   */
  public static boolean spoilsTheConnection(Throwable cause) {
    PgException answer = answer(cause);
    return answer == null
        ? cause instanceof NotSentException
        : SPOILT.contains(answer.getSqlState());
  }

  /** What PostgreSQL answered, to a statement or besides; null if it did not. */
  private static @Nullable PgException answer(Throwable cause) {
    Throwable told = cause instanceof StatementException ? cause.getCause() : cause;
    return told instanceof PgException answer ? answer : null;
  }

  /** Whether the session ended while something was under way in it. */
  public static boolean lost(Throwable cause) {
    PgException answer = answer(cause);
    if (answer != null) {
      return TERMINATED.contains(answer.getSqlState());
    }
    return switch (cause) {
      case ConnectException _ -> false; // there was none
      case IOException _ -> true;
      case VertxException _ -> !waitedInVain(cause);
      default -> false;
    };
  }

  /** Whether PostgreSQL was asked to stop it, or did so by a time limit. */
  static boolean cancelled(Throwable cause) {
    PgException answer = answer(cause);
    return answer != null && answer.getSqlState().equals(CANCELLED);
  }

  /** Whether an answer was larger than it may be. */
  public static boolean tooLarge(Throwable cause) {
    return cause instanceof JsonBytes.TooLargeException;
  }

  /** Whether it is PostgreSQL's answer to a statement, and not to the login, or its farewell. */
  public static boolean answered(Throwable cause) {
    return cause instanceof PgException answer && !endsTheSession(answer);
  }

  /** Whether a session could not begin, with the role that it was to have, for want of a right. */
  public static boolean refusesTheSession(Throwable cause) {
    PgException answer = answer(cause);
    return answer != null && endsTheSession(answer) && !TERMINATED.contains(answer.getSqlState());
  }

  /** Whether PostgreSQL answered that the user may not do that. */
  public static boolean forbidden(Throwable cause) {
    PgException answer = answer(cause);
    return answer != null && answer.getSqlState().equals("42501");
  }

  /** FATAL and PANIC, in whatever language; an error of a statement leaves the session open. */
  private static boolean endsTheSession(PgException answer) {
    return !"ERROR".equals(answer.getSeverity());
  }

  /**
   * A full queue has a class of its own; a wait that took too long only has a message, which is why
   * it is read here and nowhere else.
   */
  private static boolean waitedInVain(Throwable cause) {
    return cause.getClass().getSimpleName().equals("ConnectionPoolTooBusyException")
        || "Timeout waiting for connection".equals(cause.getMessage())
        || "Timeout".equals(cause.getMessage());
  }

  private static Failure away(Throwable cause, Asker asker) {
    if (loginRefused(cause)) {
      asker
          .named(LOG.atError())
          .log(
              "PostgreSQL refuses the login: {}. Check user, password and database of the URL.",
              cause.getMessage());
      return new Failure.Busy(Reason.LOGIN_REFUSED);
    }
    asker.named(LOG.atWarn()).log("PostgreSQL cannot be reached: {}", words(cause));
    return new Failure.Busy(Reason.DATABASE_AWAY);
  }

  /** A refused user or password (class 28), or a database that does not exist. */
  static boolean loginRefused(Throwable cause) {
    return cause instanceof PgException answer
        && (answer.getSqlState().startsWith("28") || answer.getSqlState().equals("3D000"));
  }

  private static Failure lost(Throwable cause, Asker asker) {
    String incident = UUID.randomUUID().toString();
    asker
        .named(LOG.atWarn())
        .log("incident {}: the connection broke in flight: {}", incident, words(cause));
    return switch (asker.access()) {
      case READ_ONLY -> new Failure.Unanswered(incident);
      case READ_WRITE -> new Failure.Unknown(incident);
    };
  }

  private static Failure internal(Throwable cause, Asker asker) {
    String incident = UUID.randomUUID().toString();
    asker.named(LOG.atError()).setCause(cause).log("incident {}", incident);
    return new Failure.Internal(incident);
  }
}
