package io.twinlane.gateway.rest;

import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client of the REST dialect sees it: a status and four keys. Besides the answers of
 * success, this is the only place that knows a status code.
 *
 * <p>Codes that begin with PGRST are the dialect's own, five characters are PostgreSQL's SQLSTATE,
 * and those that begin with TWL are Twinlane's.
 *
 * @param headers what the answer says besides, such as when to try again
 */
public record Problem(
    int status,
    String code,
    String message,
    @Nullable String details,
    @Nullable String hint,
    Map<String, String> headers) {

  /** Statuses by SQLSTATE, for those that have one of their own. */
  private static final Map<String, Integer> STATES =
      Map.ofEntries(
          Map.entry("23503", 409),
          Map.entry("23505", 409),
          Map.entry("25006", 405),
          Map.entry("42501", 403),
          Map.entry("42883", 404),
          Map.entry("42P01", 404),
          Map.entry("42P17", 500),
          Map.entry("53400", 500),
          Map.entry("57P01", 503),
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

  private static final Set<String> NAMES_NOT_FOUND =
      Set.of("PGRST204", "PGRST205", "42703", "42704", "42P01", "0A000");

  private static final int BAD_REQUEST = 400;

  private Problem(int status, String code, String message) {
    this(status, code, message, null, null, Map.of());
  }

  private Problem(
      int status, String code, String message, @Nullable String details, @Nullable String hint) {
    this(status, code, message, details, hint, Map.of());
  }

  /** The problem that a failure of a lane is to the client. */
  static Problem of(Failure failure) {
    return switch (failure) {
      case Failure.Busy(Reason reason) -> busy(reason);
      case Failure.Unknown(String incident) ->
          new Problem(
              503,
              "TWL002",
              "It is not known whether the write happened",
              "outcome: unknown, incident " + incident,
              "Look before you repeat it");
      case Failure.Unanswered(String incident) ->
          new Problem(
              504, "TWL003", "The read was not answered in time", "incident " + incident, null);
      case Failure.Refused(String state, String message, String detail, String hint) ->
          new Problem(status(state), state, message, detail, hint);
      case Failure.Unexpected(var expectation, long rows) when expectation.rowsExactly() == null ->
          new Problem(
              BAD_REQUEST,
              "PGRST124",
              "Query result exceeds max-affected preference constraint",
              "The query affects " + rows + " rows",
              null);
      case Failure.Unexpected(_, long rows) -> notSingular(rows);
      case Failure.TooLarge(long bytesMax) ->
          new Problem(
              507,
              "TWL004",
              "The answer would be larger than " + bytesMax + " bytes",
              null,
              "Ask for fewer rows with limit, or for fewer columns with select");
      case Failure.NotCached() ->
          new Problem(
              504,
              "TWL006",
              "The answer is not in the cache",
              "outcome: not executed",
              "Ask without Cache-Control: only-if-cached");
      case Failure.Internal(String incident) ->
          new Problem(
              500, "TWL000", "Something is wrong in Twinlane", "incident " + incident, null);
    };
  }

  private static Problem busy(Reason reason) {
    String what =
        switch (reason) {
          case POOL_FULL -> "every database connection is in use";
          case NO_SERVICE -> "the service for this lane is not running";
          case EXPIRED -> "the request waited too long before it could run";
          case DATABASE_AWAY -> "the database cannot be reached";
          case LOGIN_REFUSED -> "the database does not let this service in";
        };
    return new Problem(
        503,
        "TWL001",
        "Not executed: " + what,
        "outcome: not executed",
        "Try again",
        Map.of("Retry-After", "1"));
  }

  private static int status(String sqlState) {
    if (sqlState.matches("PT[1-5]\\d\\d")) {
      return Integer.parseInt(sqlState.substring(2)); // a function of the team's chose it
    }
    Integer ofState = STATES.get(sqlState);
    return ofState != null ? ofState : CLASSES.getOrDefault(sqlState.substring(0, 2), BAD_REQUEST);
  }

  /** A parameter that cannot be parsed, with the place where parsing stopped. */
  static Problem unparsable(String what, String text, int column, String details) {
    return new Problem(
        BAD_REQUEST,
        "PGRST100",
        "\"failed to parse %s (%s)\" (line 1, column %d)".formatted(what, text, column),
        details,
        null);
  }

  static Problem body(String message) {
    return new Problem(BAD_REQUEST, "PGRST102", message);
  }

  static Problem range(String details) {
    return new Problem(416, "PGRST103", "Requested range not satisfiable", details, null);
  }

  static Problem offset(long offset, long total) {
    return new Problem(
        416,
        "PGRST103",
        "Requested range not satisfiable",
        "An offset of %d was requested, but there are only %d rows.".formatted(offset, total),
        null,
        Map.of("Content-Range", "*/" + total));
  }

  static Problem schema(String name, String exposed) {
    return new Problem(
        406,
        "PGRST106",
        "Invalid schema: " + name,
        null,
        "Only the following schemas are exposed: " + exposed);
  }

  static Problem mediaType(String wanted) {
    return new Problem(406, "PGRST107", "None of these media types are available: " + wanted);
  }

  static Problem notEmbedded(String name) {
    return new Problem(
        BAD_REQUEST,
        "PGRST108",
        "'%s' is not an embedded resource in this request".formatted(name),
        null,
        "Verify that '%s' is included in the 'select' query parameter.".formatted(name));
  }

  static Problem notSingular(long rows) {
    return new Problem(
        406,
        "PGRST116",
        "Cannot coerce the result to a single JSON object",
        "The result contains " + rows + " rows",
        null);
  }

  static Problem method(String method) {
    return new Problem(405, "PGRST117", "Unsupported HTTP method: " + method);
  }

  static Problem preferences(String unknown) {
    return new Problem(
        BAD_REQUEST,
        "PGRST122",
        "Invalid preferences given with handling=strict",
        "Invalid preferences: " + unknown,
        null);
  }

  static Problem aggregates() {
    return new Problem(BAD_REQUEST, "PGRST123", "Use of aggregate functions is not allowed");
  }

  /** A path that leads nowhere. */
  public static Problem path() {
    return new Problem(404, "PGRST125", "Invalid path specified in request URL");
  }

  static Problem notYet(String feature) {
    return new Problem(
        BAD_REQUEST,
        "PGRST127",
        "Feature not implemented",
        feature + " is not available yet",
        null);
  }

  static Problem unknownColumnInBody(String column, String table) {
    return new Problem(
        BAD_REQUEST,
        "PGRST204",
        "Could not find the '%s' column of '%s' in the schema cache".formatted(column, table));
  }

  static Problem unknownTable(String schema, String table, @Nullable String hint) {
    return new Problem(
        404,
        "PGRST205",
        "Could not find the table '%s.%s' in the schema cache".formatted(schema, table),
        null,
        hint);
  }

  static Problem unknownColumn(String table, String column, @Nullable String hint) {
    return new Problem(
        BAD_REQUEST, "42703", "column %s.%s does not exist".formatted(table, column), null, hint);
  }

  static Problem unknownType(String name) {
    return new Problem(BAD_REQUEST, "42704", "type \"%s\" does not exist".formatted(name));
  }

  static Problem notBoolean(String word, String type) {
    return new Problem(
        BAD_REQUEST,
        "42804",
        "argument of IS %s must be type boolean, not type %s"
            .formatted(word.toUpperCase(Locale.ROOT), type));
  }

  static Problem unsupportedBody(String contentType) {
    return new Problem(415, "PGRST102", "Content-Type not acceptable: " + contentType);
  }

  /** A request that is not HTTP as it should be. */
  public static Problem malformed() {
    return new Problem(BAD_REQUEST, "PGRST100", "The request cannot be read");
  }

  /** A body over the limit. */
  public static Problem bodyTooLarge(long bytesMax) {
    return new Problem(
        413,
        "TWL005",
        "The body is larger than " + bytesMax + " bytes",
        null,
        "Send it in parts, or raise REQUEST_MAX_BYTES");
  }

  /** This problem, for a client who has not said who he is: another identity may be allowed. */
  Problem forAnonymous() {
    return code.equals("42501")
        ? new Problem(401, code, message, details, hint, Map.of("WWW-Authenticate", "Bearer"))
        : this;
  }

  /** Whether a name was not found, which a newer catalog may know. */
  boolean unknownName() {
    return NAMES_NOT_FOUND.contains(code);
  }

  /** A bug of ours, which the log has under an incident. */
  public static Problem internal(String incident) {
    return of(new Failure.Internal(incident));
  }

  public Problem {
    headers = Map.copyOf(headers);
  }

  /** The four keys. */
  public Buffer body() {
    return new JsonObject()
        .put("code", code)
        .put("details", details)
        .put("hint", hint)
        .put("message", message)
        .toBuffer();
  }
}
