package io.twinlane.postgres;

import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;

/**
 * A statement's text without what it may hold of anybody's data: strings and numbers become {@code
 * ?}, comments go, blanks between words become one. Names stay, quoted or not, as do parameters.
 *
 * <p>Reads as PostgreSQL's scanner does (manual, 4.1). Where a text can be read in two ways,
 * depending on {@code standard_conforming_strings}, or where it ends in the middle of something,
 * everything from there on is left out.
 */
public final class RedactedSql {

  private static final char HIDDEN = '?';

  private final String sql;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private RedactedSql(String sql) {
    this.sql = sql;
  }

  /**
   * What a statement of a work is called in lines and traces: of a client's own text without its
   * values, as few of them could be found out by trying.
   */
  public static String hash(Work work, Statement statement) {
    return Statement.hash(work.session() == null ? statement.sql() : whole(statement.sql()));
  }

  /** All of the text. */
  static String whole(String sql) {
    return of(sql, Integer.MAX_VALUE);
  }

  /** The text, cut behind so many characters. */
  public static String of(String sql, int charsMax) {
    RedactedSql redacted = new RedactedSql(sql);
    while (redacted.at < sql.length() && redacted.out.length() <= charsMax) {
      redacted.next();
    }
    String text = redacted.out.toString().strip();
    return text.length() <= charsMax ? text : text.substring(0, charsMax) + "…";
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
      blank();
    } else if (sql.startsWith("--", at)) {
      skipLine();
    } else if (sql.startsWith("/*", at)) {
      skipComment();
    } else if (c == '\'') {
      string(false);
    } else if (c == '"') {
      quotedName();
    } else if (c == '$') {
      dollar();
    } else if (digit(c) || (c == '.' && digit(charAt(at + 1)))) {
      number();
    } else if (nameStart(c)) {
      word();
    } else {
      out.append(c);
      at++;
    }
  }

  private void blank() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }

  private void skipLine() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
    blank();
  }

  /** Comments nest. */
  private void skipComment() {
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
    blank();
  }

  /** At its first quote. */
  private void string(boolean escapes) {
    out.append(HIDDEN);
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\') {
        if (!escapes && charAt(at + 1) == '\'') {
          at = sql.length(); // the end of the string, or not
        }
        at += escapes ? 2 : 1;
      } else if (c != '\'') {
        at++;
      } else if (charAt(at + 1) == '\'') {
        at += 2;
      } else {
        at++;
        return;
      }
    }
  }

  private void quotedName() {
    int end = at + 1;
    while (end < sql.length()) {
      if (sql.charAt(end) != '"') {
        end++;
      } else if (charAt(end + 1) == '"') {
        end += 2;
      } else {
        out.append(sql, at, end + 1);
        at = end + 1;
        return;
      }
    }
    out.append(HIDDEN);
    at = sql.length();
  }

  /** A parameter, a string in dollars, or an operator. */
  private void dollar() {
    int end = at + 1;
    if (digit(charAt(end))) {
      while (digit(charAt(end))) {
        end++;
      }
      out.append(sql, at, end);
      at = end;
      return;
    }
    if (nameStart(charAt(end))) {
      while (namePart(charAt(end)) && charAt(end) != '$') {
        end++;
      }
    }
    if (charAt(end) != '$') {
      out.append('$');
      at++;
      return;
    }
    String tag = sql.substring(at, end + 1);
    int closed = sql.indexOf(tag, end + 1);
    out.append(HIDDEN);
    at = closed < 0 ? sql.length() : closed + tag.length();
  }

  /** Whatever begins with a digit and goes on with digits, letters, points and exponents. */
  private void number() {
    out.append(HIDDEN);
    while (namePart(charAt(at)) || pointInside() || signOfExponent()) {
      at++;
    }
  }

  /** Not the first of two, which are a range of an array's. */
  private boolean pointInside() {
    return charAt(at) == '.' && charAt(at + 1) != '.';
  }

  private boolean signOfExponent() {
    char c = charAt(at);
    char before = at == 0 ? ' ' : sql.charAt(at - 1);
    return (c == '+' || c == '-') && (before == 'e' || before == 'E') && digit(charAt(at + 1));
  }

  /** A name, or the letter before a string that says how it is written. */
  private void word() {
    int end = at;
    while (namePart(charAt(end))) {
      end++;
    }
    String word = sql.substring(at, end);
    boolean unicode = word.equalsIgnoreCase("u") && charAt(end) == '&';
    int quote = unicode ? end + 1 : end;
    if (charAt(quote) == '\'' && (unicode || word.length() == 1)) {
      at = quote;
      string(word.equalsIgnoreCase("e"));
    } else {
      out.append(word);
      at = end;
    }
  }

  private char charAt(int place) {
    return place < sql.length() ? sql.charAt(place) : '\0';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean nameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean namePart(char c) {
    return nameStart(c) || digit(c) || c == '$';
  }
}
