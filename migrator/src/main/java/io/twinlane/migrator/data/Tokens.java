package io.twinlane.migrator.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words, signs and literals of SQL, without comments. A name in double quotes is neither a word
 * nor a literal, so that nobody takes it for a keyword.
 */
final class Tokens {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
  private static final Pattern DOLLAR = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
  private static final Pattern BLANK_OR_COMMENT_LINE = Pattern.compile("\\s+|--[^\\n]*");
  private static final Pattern PLAIN_STRING = Pattern.compile("'(?:[^']|'')*+'?");
  private static final Pattern ESCAPED_STRING =
      Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*+'?", Pattern.DOTALL);
  private static final Pattern QUOTED_NAME = Pattern.compile("\"(?:[^\"]|\"\")*+\"?");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String sql) {
    this.sql = sql;
  }

  /** A piece of SQL and where it begins. */
  sealed interface Token {

    int at();

    /** A keyword, or a name without quotes, in lower case. */
    record Word(String text, int at) implements Token {}

    /** A string, or text between dollars, without what encloses it. */
    record Literal(String text, int at) implements Token {}

    /** Anything else: one character, or a name in quotes. */
    record Sign(char first, int at) implements Token {}
  }

  static List<Token> of(String sql) {
    return new Tokens(sql).all();
  }

  private List<Token> all() {
    while (at < sql.length()) {
      if (!passed(BLANK_OR_COMMENT_LINE) && !passedComment() && !dollars() && !word()) {
        stringOrSign();
      }
    }
    return tokens;
  }

  private boolean passed(Pattern pattern) {
    Matcher matcher = matcher(pattern);
    if (matcher.lookingAt()) {
      at = matcher.end();
      return true;
    }
    return false;
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(sql).region(at, sql.length());
  }

  /** Comments between slashes stand inside each other. */
  private boolean passedComment() {
    if (!sql.startsWith("/*", at)) {
      return false;
    }
    int depth = 0;
    do {
      boolean opens = sql.startsWith("/*", at);
      boolean closes = sql.startsWith("*/", at);
      depth += opens ? 1 : closes ? -1 : 0;
      at += opens || closes ? 2 : 1;
    } while (depth > 0 && at < sql.length());
    return true;
  }

  private boolean dollars() {
    Matcher open = matcher(DOLLAR);
    if (!open.lookingAt()) {
      return false;
    }
    int end = sql.indexOf(open.group(), open.end());
    int last = end < 0 ? sql.length() : end;
    tokens.add(new Token.Literal(sql.substring(open.end(), last), open.end()));
    at = Math.min(sql.length(), last + open.group().length());
    return true;
  }

  private boolean word() {
    Matcher word = matcher(WORD);
    if (!word.lookingAt()) {
      return false;
    }
    at = word.end();
    boolean escapes = word.group().equalsIgnoreCase("e") && sql.startsWith("'", at);
    if (escapes) {
      // what is escaped parts words: a line's end, or a quote
      literal(ESCAPED_STRING, "\\\\.");
    } else {
      tokens.add(new Token.Word(word.group().toLowerCase(Locale.ROOT), word.start()));
    }
    return true;
  }

  private void stringOrSign() {
    char first = sql.charAt(at);
    if (first == '\'') {
      literal(PLAIN_STRING, "''");
      return;
    }
    tokens.add(new Token.Sign(first, at));
    if (first != '"' || !passed(QUOTED_NAME)) {
      at++;
    }
  }

  private void literal(Pattern pattern, String escape) {
    int from = at + 1;
    passed(pattern);
    String text = sql.substring(from, Math.max(from, at - 1));
    tokens.add(new Token.Literal(text.replaceAll(escape, "  "), from));
  }
}
