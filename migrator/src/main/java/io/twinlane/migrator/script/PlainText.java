package io.twinlane.migrator.script;

import org.postgresql.core.Parser;

/** A statement without its comments, so that what it begins with can be seen. */
final class PlainText {

  private final char[] sql;
  private final StringBuilder plain = new StringBuilder();

  private PlainText(String sql) {
    this.sql = sql.toCharArray();
  }

  /** Each comment becomes a space; strings, names and function bodies stay as they are. */
  static String of(String sql) {
    return new PlainText(sql).read().strip();
  }

  private String read() {
    int at = 0;
    while (at < sql.length) {
      at = next(at);
    }
    return plain.toString();
  }

  /** The place behind the string, name, comment or character that is at one. */
  private int next(int at) {
    return switch (sql[at]) {
      case '\'' -> kept(at, Parser.parseSingleQuotes(sql, at, true));
      case '"' -> kept(at, Parser.parseDoubleQuotes(sql, at));
      case '$' -> kept(at, Parser.parseDollarQuotes(sql, at));
      case '-' -> commented(at, Parser.parseLineComment(sql, at));
      case '/' -> commented(at, Parser.parseBlockComment(sql, at));
      default -> kept(at, at);
    };
  }

  private int kept(int at, int last) {
    int behind = Math.min(last + 1, sql.length);
    plain.append(sql, at, behind - at);
    return behind;
  }

  private int commented(int at, int last) {
    if (last == at) {
      return kept(at, at);
    }
    plain.append(' ');
    return last + 1;
  }
}
