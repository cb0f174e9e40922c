package io.twinlane.postgres.shape;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells PL/pgSQL that only computes: assignments, conditions and loops over PostgreSQL's own
 * functions, such as a trigger that sets {@code updated_at}. Whatever else is in a source, it is
 * not plain.
 */
public final class PlainCode {

  /**
   * What would take a true lexer to read: escapes in strings, dollar quotes, comments that may
   * nest, letters beyond ASCII, and functions written like the field of a value.
   */
  private static final Pattern UNCLEAR =
      Pattern.compile("[\\\\$]|/\\*|[^\\p{ASCII}]|\\)\\s*\\.\\s*[A-Za-z_\"]");

  private static final Pattern COMMENT_OR_STRING = Pattern.compile("--[^\\n]*|'(?:[^']|'')*'");

  /** A word, which a parenthesis may follow. */
  private static final Pattern TOKEN =
      Pattern.compile("(\"[^\"]*\"|[A-Za-z_][A-Za-z_0-9]*)(\\s*\\()?");

  /** Words that begin or belong to a statement of SQL, or hand over to something else. */
  private static final Set<String> SQL =
      Set.of(
          "select",
          "insert",
          "update",
          "delete",
          "merge",
          "truncate",
          "perform",
          "execute",
          "call",
          "copy",
          "with",
          "create",
          "alter",
          "drop",
          "refresh",
          "do",
          "lock",
          "notify",
          "listen",
          "into",
          "open",
          "fetch",
          "move",
          "query",
          "values",
          "table",
          "commit",
          "rollback",
          "savepoint",
          "grant",
          "revoke",
          "vacuum",
          "analyze",
          "cluster",
          "reindex",
          "reset",
          "set",
          "import",
          "prepare",
          "exists",
          "get",
          "any",
          "all",
          "some");

  /** Functions of PostgreSQL that such code calls. */
  static final Set<String> FUNCTIONS =
      Set.of(
          "now",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "lower",
          "upper",
          "trim",
          "btrim",
          "ltrim",
          "rtrim",
          "length",
          "substr",
          "substring",
          "replace",
          "concat",
          "concat_ws",
          "md5",
          "encode",
          "decode",
          "uuid_send",
          "gen_random_uuid",
          "random",
          "floor",
          "ceil",
          "abs",
          "round",
          "get_byte",
          "to_char",
          "to_tsvector",
          "setweight",
          "date_trunc",
          "left",
          "right",
          "lpad",
          "rpad",
          "format",
          "to_jsonb",
          "jsonb_build_object",
          "regexp_replace",
          "timezone",
          "initcap",
          "strpos",
          "translate");

  /** Syntax that looks like a call. */
  private static final Set<String> LIKE_A_CALL =
      Set.of(
          "in",
          "coalesce",
          "nullif",
          "greatest",
          "least",
          "if",
          "elsif",
          "and",
          "or",
          "not",
          "when",
          "then",
          "return",
          "row",
          "case",
          "else",
          "is",
          "from",
          "distinct",
          "while",
          "raise",
          "using",
          "extract",
          "position",
          "numeric",
          "varchar",
          "char");

  private PlainCode() {}

  public static boolean isPlain(String source) {
    if (UNCLEAR.matcher(source).find()) {
      return false;
    }
    Matcher tokens = TOKEN.matcher(withoutCommentsAndStrings(source));
    while (tokens.find()) {
      String word = tokens.group(1);
      if (word != null && !allowed(word, tokens.group(2) != null)) {
        return false;
      }
    }
    return true;
  }

  private static String withoutCommentsAndStrings(String source) {
    return COMMENT_OR_STRING
        .matcher(source)
        .replaceAll(found -> found.group().startsWith("--") ? " " : "''");
  }

  private static boolean allowed(String written, boolean calls) {
    if (written.startsWith("\"")) {
      return !calls;
    }
    String word = written.toLowerCase(Locale.ROOT);
    return calls ? FUNCTIONS.contains(word) || LIKE_A_CALL.contains(word) : !SQL.contains(word);
  }
}
