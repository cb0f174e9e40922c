package io.twinlane.gateway.rest;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which status a SQLSTATE is to a client of the dialect. Where PostgREST answers 500 to what is
 * over in a moment, or was stopped, it is 503 or 504 here.
 */
final class SqlStatus {

  private static final int BAD_REQUEST = 400;
  private static final Pattern UNKNOWN_ROLE = Pattern.compile("role \".*\" does not exist");

  /** Statuses by SQLSTATE, for those that have one of their own. */
  private static final Map<String, Integer> STATES =
      Map.ofEntries(
          Map.entry("23503", 409),
          Map.entry("23505", 409),
          Map.entry("25006", 405),
          Map.entry("42501", 403),
          Map.entry("42883", 404),
          Map.entry("42P01", 404),
          Map.entry("40001", 503),
          Map.entry("40P01", 503),
          Map.entry("42P17", 500),
          Map.entry("53400", 500),
          Map.entry("55P03", 503),
          Map.entry("57014", 504),
          Map.entry("57P01", 503),
          Map.entry("57P02", 503),
          Map.entry("57P03", 503),
          Map.entry("P0001", 400),
          Map.entry("21000", 500));

  /** Statuses by the class of a SQLSTATE, its first two characters. */
  private static final Map<String, Integer> CLASSES =
      Map.ofEntries(
          Map.entry("08", 503),
          Map.entry("09", 500),
          Map.entry("0L", 403),
          Map.entry("0P", 403),
          Map.entry("25", 500),
          Map.entry("28", 403),
          Map.entry("2D", 500),
          Map.entry("38", 500),
          Map.entry("39", 500),
          Map.entry("3B", 500),
          Map.entry("40", 500),
          Map.entry("53", 503),
          Map.entry("54", 500),
          Map.entry("55", 500),
          Map.entry("57", 500),
          Map.entry("58", 500),
          Map.entry("F0", 500),
          Map.entry("HV", 500),
          Map.entry("P0", 500),
          Map.entry("XX", 500));

  private SqlStatus() {}

  /**
   * The status.
   *
   * @param message PostgreSQL's words, which alone tell a role that does not exist from other
   *     values that are not valid
   */
  static int of(String sqlState, String message) {
    if (sqlState.startsWith("PT")) {
      // a function of the team's chose it
      return sqlState.matches("PT[1-5]\\d\\d") ? Integer.parseInt(sqlState.substring(2)) : 500;
    }
    if (sqlState.equals("22023") && UNKNOWN_ROLE.matcher(message).matches()) {
      return 401;
    }
    Integer ofState = STATES.get(sqlState);
    return ofState != null ? ofState : CLASSES.getOrDefault(sqlState.substring(0, 2), BAD_REQUEST);
  }
}
