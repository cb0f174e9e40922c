package io.twinlane.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EXPLAIN is about: the only statement that it may run. Only what certainly means the same
 * to PostgreSQL is taken off its front; anything else stays, and is no statement that can be taken
 * apart.
 */
final class Explained {

  private static final String OPTION =
      "(?:analy[sz]e|verbose|costs|settings|generic_plan|buffers|serialize|wal|timing|summary"
          + "|memory|format)(?:\\s+(?:true|false|on|off|none|text|binary|xml|json|yaml|[01]))?";

  private static final Pattern WITH_OPTIONS =
      Pattern.compile(
          "\\s*explain\\s*\\(\\s*" + OPTION + "(?:\\s*,\\s*" + OPTION + ")*+\\s*\\)\\s*(.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern PLAIN =
      Pattern.compile(
          "\\s*explain(?:\\s+analy[sz]e)?(?:\\s+verbose)?(?=[\\s(])\\s*(.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Explained() {}

  /** The statement that is explained; any other one is itself. */
  static String statement(String sql) {
    Matcher options = WITH_OPTIONS.matcher(sql);
    if (options.matches()) {
      return options.group(1);
    }
    Matcher plain = PLAIN.matcher(sql);
    return plain.matches() ? plain.group(1) : sql;
  }
}
