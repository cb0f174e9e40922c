package io.twinlane.postgres;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.twinlane.schema.message.Transaction.Access;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the driver fails with, as a {@link Failure}: the only place that reads a SQLSTATE or a class
 * of the driver's exceptions. A cause that is not PostgreSQL's answer to a statement is logged
 * here, once.
 */
public final class SqlState {

  private static final Logger LOG = LoggerFactory.getLogger(SqlState.class);

  /** No table of that name, no schema of that name. */
  private static final Set<String> MISSING_TABLE = Set.of("42P01", "3F000");

  /** PostgreSQL lets nobody in: too many connections, starting up, no such database. */
  private static final Set<String> NOT_LET_IN = Set.of("53300", "57P03", "3D000");

  /** The session was ended from outside while it was at work. */
  private static final Set<String> TERMINATED = Set.of("57P01", "57P02", "57P05", "25P03");

  private SqlState() {}

  /** The failure for a work of such access. */
  public static Failure failure(Throwable cause, Access access, int bytesMax) {
    return switch (cause) {
      case PgException refused -> refusal(refused, access);
      case JsonBytes.TooLargeException _ -> new Failure.TooLarge(bytesMax);
      case ConnectException _ -> away(cause);
      case UnknownHostException _ -> away(cause);
      case SSLException _ -> away(cause);
      case ClosedConnectionException _ -> lost(cause, access);
      case IOException _ -> lost(cause, access);
      default -> waitedInVain(cause) ? new Failure.Busy(Reason.POOL_FULL) : internal(cause);
    };
  }

  /** Whether PostgreSQL answered that a relation does not exist. */
  public static boolean missingTable(Throwable cause) {
    return cause instanceof PgException refused && MISSING_TABLE.contains(refused.getSqlState());
  }

  /** Whether PostgreSQL answered that the user may not do that. */
  static boolean forbidden(Throwable cause) {
    return cause instanceof PgException refused && refused.getSqlState().equals("42501");
  }

  private static Failure refusal(PgException refused, Access access) {
    if (TERMINATED.contains(refused.getSqlState())) {
      return lost(refused, access);
    }
    if (lockedOut(refused)) {
      return away(refused);
    }
    return new Failure.Refused(
        refused.getSqlState(), refused.getErrorMessage(), refused.getDetail(), refused.getHint());
  }

  /** A session that ends with its first answer; the severity is a word of the server's language. */
  private static boolean lockedOut(PgException refused) {
    return "FATAL".equals(refused.getSeverity())
        || refused.getSqlState().startsWith("28")
        || NOT_LET_IN.contains(refused.getSqlState());
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

  private static Failure away(Throwable cause) {
    LOG.warn("PostgreSQL cannot be reached: {}", cause.getMessage());
    return new Failure.Busy(Reason.DATABASE_AWAY);
  }

  private static Failure lost(Throwable cause, Access access) {
    String incident = UUID.randomUUID().toString();
    LOG.warn("incident {}: the connection broke in flight: {}", incident, cause.getMessage());
    return switch (access) {
      case READ_ONLY -> new Failure.Unanswered(incident);
      case READ_WRITE -> new Failure.Unknown(incident);
    };
  }

  private static Failure internal(Throwable cause) {
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}", incident, cause);
    return new Failure.Internal(incident);
  }
}
