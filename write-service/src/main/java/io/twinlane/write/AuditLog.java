package io.twinlane.write;

import io.twinlane.postgres.RedactedSql;
import io.twinlane.postgres.shape.Observed;
import io.twinlane.schema.log.Fields;
import io.twinlane.schema.log.Logging;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.StatementKind;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.trace.RequestLine;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each transaction that wrote, or tried to: who, what, which tables, how many rows, and
 * how it ended. Never a value, and of a token only whom it is about. A work that is run again has a
 * line for each try.
 */
final class AuditLog {

  private static final Logger LOG = LoggerFactory.getLogger(Logging.AUDIT);
  private static final String CLAIMS = "request.jwt.claims";

  /** It reads back, or calls functions, which may write. */
  private static final String QUERY = "query";

  private static final int CHARS_MAX = 4_096;
  private static final Pattern QUOTED_NAME = Pattern.compile("\"[^\"]*\"");
  private static final Pattern WRITES =
      Pattern.compile("\\b(insert|update|delete|merge|truncate)\\b");

  private final boolean on;

  AuditLog(boolean on) {
    this.on = on;
  }

  private enum Switch {
    OFF,
    ON
  }

  /** Whether there is one, as the settings have it. */
  static boolean switchedOn(Environment env) {
    return env.oneOf("AUDIT_LOG", Switch.class, Switch.OFF) == Switch.ON;
  }

  /**
   * Tells of a work that may write.
   *
   * @param written what it wrote, or was to write as far as that is known
   * @param lasting whether that may remain though the work failed
   */
  void tell(Work work, Reply reply, Observed written, boolean lasting) {
    if (on && !written.equals(WriteSteps.NOTHING)) {
      String outcome = outcome(work, reply, lasting);
      if (outcome != null) {
        tell(work, outcome, reply, written);
      }
    }
  }

  /** The same for a work of a client's own session. */
  void tell(Work work, SessionWrites.Outcome outcome) {
    tell(work, outcome.reply(), outcome.written(), outcome.lasting());
  }

  /** Null where there is nothing to tell: it did not run, or was told of before. */
  private static @Nullable String outcome(Work work, Reply reply, boolean lasting) {
    return switch (reply) {
      case Done done when done.replayed() -> null;
      case Done _ -> DirectLane.commits(work) ? "committed" : "rolled back";
      case Failure.Unknown _ -> "unknown";
      case Failure.Refused _, Failure.Unexpected _, Failure.TooLarge _, Failure.Internal _ ->
          lasting ? "unknown" : "rolled back";
      default -> null;
    };
  }

  private static void tell(Work work, String outcome, Reply reply, Observed written) {
    Session session = work.session();
    List<String> kinds = work.statements().stream().map(AuditLog::kind).toList();
    new Fields(RequestLine.of(LOG.atInfo(), work.requestId()))
        .put("role", work.identity().role())
        .put("subject", subject(work.settings().get(CLAIMS)))
        .put("user", session == null ? null : session.user())
        .put("database", session == null ? null : session.database())
        .put("kind", kinds.stream().distinct().toList())
        .put(
            "statement",
            work.statements().stream().map(one -> RedactedSql.hash(work, one)).distinct().toList())
        .put("tables", written.tables().stream().sorted().toList())
        .put("anything", written.ddl())
        .put("rows", reply instanceof Done done ? (Long) rows(kinds, done.results()) : null)
        .put("outcome", outcome)
        .log("write");
  }

  /** Those that were written; what is only read back does not count, unless it is all there is. */
  private static long rows(List<String> kinds, List<Result> results) {
    boolean queries = kinds.stream().allMatch(QUERY::equals);
    long rows = 0;
    for (int i = 0; i < results.size(); i++) {
      rows += queries || !kinds.get(i).equals(QUERY) ? results.get(i).rows() : 0;
    }
    return rows;
  }

  private static @Nullable String subject(@Nullable String claims) {
    try {
      return claims == null ? null : new JsonObject(claims).getString("sub");
    } catch (DecodeException | ClassCastException e) {
      return null; // it is no text, and nobody's name
    }
  }

  private static String kind(Statement statement) {
    String text = RedactedSql.of(statement.sql(), CHARS_MAX).toLowerCase(Locale.ROOT);
    Matcher writes = WRITES.matcher(QUOTED_NAME.matcher(text).replaceAll(""));
    return switch (StatementKind.of(statement.sql())) {
      case READ, WRITE -> writes.find() ? writes.group(1) : QUERY;
      case OTHER -> text.startsWith("call") || text.startsWith("do ") ? "call" : "ddl";
      case SESSION, END -> "session";
    };
  }
}
