package io.twinlane.schema.message;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the first word of a statement says of it. It narrows what a lane tries, and decides nothing
 * that PostgreSQL does not enforce: a {@link #READ} may turn out to write, and is refused then.
 */
public enum StatementKind {
  /** A query, or a question about one: it may run in a transaction, and cannot end one. */
  READ,
  /** It changes rows, may run in a transaction, and cannot end one. */
  WRITE,
  /** It changes the session, or nothing: no table's content, and no schema. */
  SESSION,
  /** It ends the transaction that it is in. */
  END,
  /** Anything else: it may change the schema, run code, or need to be in no transaction. */
  OTHER;

  private static final Map<String, StatementKind> BY_WORD = new HashMap<>();

  static {
    put(READ, "SELECT WITH VALUES TABLE EXPLAIN SHOW");
    put(WRITE, "INSERT UPDATE DELETE MERGE TRUNCATE");
    put(
        SESSION,
        "SET RESET BEGIN START SAVEPOINT RELEASE LISTEN UNLISTEN NOTIFY DISCARD DEALLOCATE PREPARE"
            + " FETCH MOVE CLOSE LOCK CHECKPOINT VACUUM ANALYZE ANALYSE LOAD");
    put(END, "COMMIT END ROLLBACK ABORT");
  }

  private static void put(StatementKind kind, String words) {
    for (String word : List.of(words.split(" "))) {
      BY_WORD.put(word, kind);
    }
  }

  /** The kind of a statement. */
  public static StatementKind of(String sql) {
    int start = start(sql, 0);
    int end = wordEnd(sql, start);
    String first = sql.substring(start, end).toUpperCase(Locale.ROOT);
    StatementKind kind = start == sql.length() ? SESSION : BY_WORD.getOrDefault(first, OTHER);
    String second = kind == END || kind == SESSION ? secondWord(sql, end) : "";
    if (first.equals("PREPARE") && second.equals("TRANSACTION")) {
      return END;
    }
    if (kind == END && second.equals("PREPARED")) {
      return OTHER; // what another transaction has written
    }
    // back to a savepoint, and the transaction goes on
    boolean on = first.equals("ROLLBACK") && second.equals("TO");
    return on ? SESSION : kind;
  }

  /** What tells two statements of one first word apart, also behind a word without meaning. */
  private static String secondWord(String sql, int from) {
    int start = start(sql, from);
    int end = wordEnd(sql, start);
    String second = sql.substring(start, end).toUpperCase(Locale.ROOT);
    if (second.equals("WORK") || second.equals("TRANSACTION")) {
      int next = start(sql, end);
      String third = sql.substring(next, wordEnd(sql, next)).toUpperCase(Locale.ROOT);
      return third.equals("TO") ? third : second;
    }
    return second;
  }

  private static int wordEnd(String sql, int start) {
    int end = start;
    while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the first word begins: behind spaces, comments, parentheses and empty statements. */
  private static int start(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == '(' || c == ';') {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = endOfLine(sql, at);
      } else if (sql.startsWith("/*", at)) {
        at = endOfComment(sql, at);
      } else {
        return at;
      }
    }
    return sql.length();
  }

  private static int endOfLine(String sql, int from) {
    int at = from;
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  /** PostgreSQL's comments nest. */
  private static int endOfComment(String sql, int from) {
    int depth = 0;
    int at = from;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return at;
  }
}
