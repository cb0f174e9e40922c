package io.twinlane.migrator.lint;

/**
 * Strings with backslashes, {@code E'…'}, written so that a lexer that does not know backslashes
 * ends them where PostgreSQL does. The text keeps its length and its lines.
 */
final class EscapeStrings {

  private final String sql;
  private final StringBuilder plain;
  private int at;

  private EscapeStrings(String sql) {
    this.sql = sql;
    this.plain = new StringBuilder(sql);
  }

  static String plain(String sql) {
    return sql.indexOf('\\') < 0 ? sql : new EscapeStrings(sql).rewritten();
  }

  private String rewritten() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (sql.startsWith("--", at)) {
        at = after("\n", at);
      } else if (sql.startsWith("/*", at)) {
        comment();
      } else if (c == '"') {
        at = after("\"", at + 1);
      } else if (c == '\'') {
        string(escaped());
      } else if (c == '$') {
        dollars();
      } else {
        at++;
      }
    }
    return plain.toString();
  }

  private int after(String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }

  private void comment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
  }

  /** Whether an E stands alone in front of the quote. */
  private boolean escaped() {
    return at > 0
        && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
        && (at == 1 || !Character.isJavaIdentifierPart(sql.charAt(at - 2)));
  }

  private void string(boolean escaped) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (escaped && c == '\\' && at + 1 < sql.length()) {
        boolean quote = sql.charAt(at + 1) == '\'';
        plain.setCharAt(at, quote ? '\'' : '_');
        if (sql.charAt(at + 1) == '\\') {
          plain.setCharAt(at + 1, '_');
        }
        at += 2;
      } else if (c == '\'' && sql.startsWith("''", at)) {
        at += 2;
      } else if (c == '\'') {
        at++;
        return;
      } else {
        at++;
      }
    }
  }

  /** A string in dollars, whose tag may be empty; a dollar in a name is none. */
  private void dollars() {
    int end = at + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    boolean opens =
        end < sql.length()
            && sql.charAt(end) == '$'
            && (end == at + 1 || !Character.isDigit(sql.charAt(at + 1)))
            && (at == 0 || !Character.isLetterOrDigit(sql.charAt(at - 1)));
    at = opens ? after(sql.substring(at, end + 1), end + 1) : at + 1;
  }
}
