package io.twinlane.postgres;

import io.twinlane.schema.message.Session;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.trace.DatabaseCall;
import io.twinlane.schema.trace.DatabaseCall.Database;
import io.twinlane.schema.trace.DatabaseCall.Trouble;
import io.twinlane.schema.trace.TracePoint;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.Locale;
import java.util.Set;

/**
 * How traces tell of statements: each from when it is sent until it is answered. The texts of REST
 * are told, as every value in them is a parameter; of a client's own text only what it does.
 *
 * @param database that they go to, unless a session names another
 */
record StatementSpans(Database database) {

  private static final String COMMIT = "COMMIT";
  private static final String BATCH = "BATCH";
  private static final String OTHER = "OTHER";
  private static final int WORD_MAX = 12;
  private static final Set<String> OPERATIONS =
      Set.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "MERGE",
          "WITH",
          "VALUES",
          "TABLE",
          "EXPLAIN",
          "CALL",
          "DO",
          "CREATE",
          "ALTER",
          "DROP",
          "TRUNCATE",
          "SET",
          "SHOW",
          "DECLARE",
          COMMIT);

  /** Of which nobody needs to know where they go. */
  static StatementSpans anywhere() {
    return new StatementSpans(new Database("", 0, null));
  }

  /** A statement of the lane's own making. */
  <T> Future<T> statement(TracePoint point, Statement statement, Future<T> sent) {
    return point.traced() ? told(point, database, statement.sql(), 1, true, sent) : sent;
  }

  /** The end of a transaction. */
  <T> Future<T> commit(TracePoint point, Future<T> sent) {
    return point.traced() ? told(point, database, COMMIT, 1, true, sent) : sent;
  }

  /** All statements of a work of SQL over HTTP. */
  <T> Future<T> ofClient(TracePoint point, Work work, Future<T> sent) {
    if (!point.traced()) {
      return sent;
    }
    Session session = work.session();
    Database own =
        session == null
            ? database
            : new Database(database.host(), database.port(), session.database());
    String text = RedactedSql.whole(work.statements().getFirst().sql());
    return told(point, own, text, work.statements().size(), false, sent);
  }

  private static <T> Future<T> told(
      TracePoint point,
      Database database,
      String text,
      int statements,
      boolean harmless,
      Future<T> sent) {
    String operation = statements > 1 ? BATCH : operation(text);
    return point.told(
        new DatabaseCall(database, operation, statements, text, harmless),
        sent,
        StatementSpans::trouble);
  }

  /** The first word, if it is one of those that are known. */
  private static String operation(String text) {
    String begun = text.stripLeading();
    int end = 0;
    while (end < Math.min(begun.length(), WORD_MAX) && Character.isLetter(begun.charAt(end))) {
      end++;
    }
    String word = begun.substring(0, end).toUpperCase(Locale.ROOT);
    return OPERATIONS.contains(word) ? word : OTHER;
  }

  private static Trouble trouble(Throwable cause) {
    return switch (cause) {
      case StatementException of when of.getCause() != null -> trouble(of.getCause());
      case PgException answer when answer.getSqlState() != null ->
          new Trouble(answer.getSqlState(), true);
      default -> new Trouble(cause.getClass().getName(), false);
    };
  }
}
