package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Token;
import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client of the REST dialect sees it: a status and four keys. Besides the answers of
 * success, this is the only place that knows a status code.
 *
 * <p>Codes that begin with PGRST are the dialect's own, five characters are PostgreSQL's SQLSTATE,
 * and those that begin with TWL are Twinlane's.
 *
 * @param details a text, or a list of objects
 * @param headers what the answer says besides, such as when to try again
 * @param statement which of the work's statements it was, from 0; below zero if none
 * @param part which part of a batch it was, from 0; null outside of one
 */
public record Problem(
    int status,
    String code,
    String message,
    @Nullable Object details,
    @Nullable String hint,
    Map<String, String> headers,
    int statement,
    @Nullable Integer part) {

  private static final Set<String> NAMES_NOT_FOUND =
      Set.of("PGRST200", "PGRST202", "PGRST204", "PGRST205", "42703", "42704", "42P01", "0A000");

  private static final int BAD_REQUEST = 400;

  /** The SQLSTATE by which a function raises a whole answer. */
  private static final String RAISED = "PGRST";

  /** Seconds over which those who come back are spread. */
  private static final int RETRY_SPREAD = 3;

  private Problem(int status, String code, String message) {
    this(status, code, message, null, null, Map.of());
  }

  private Problem(
      int status, String code, String message, @Nullable String details, @Nullable String hint) {
    this(status, code, message, details, hint, Map.of());
  }

  private Problem(
      int status,
      String code,
      String message,
      @Nullable String details,
      @Nullable String hint,
      Map<String, String> headers) {
    this(status, code, message, details, hint, headers, -1, null);
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
      case Failure.Refused refused -> refused(refused);
      case Failure.Unexpected(var expectation, long rows, int statement) ->
          unexpected(expectation, rows).ofStatement(statement);
      case Failure.StillRunning() ->
          new Problem(
              409,
              "TWL008",
              "A request with this Idempotency-Key is under way",
              null,
              "Ask again for its answer",
              soon());
      case Failure.KeyReused() ->
          new Problem(
              422,
              "TWL009",
              "This Idempotency-Key was used for another request",
              "outcome: not executed",
              "Use a new key for each write");
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

  private static Problem unexpected(Expectation expectation, long rows) {
    if (!expectation.tags().isEmpty()) {
      return new Problem(
          412,
          "TWL011",
          "What is there is not what If-Match names",
          "outcome: not executed",
          "Read it again, and decide anew");
    }
    return expectation.rowsExactly() == null ? tooManyAffected(rows) : notSingular(rows);
  }

  /** For what is over in a moment, a time to come back. */
  private static Problem refused(Failure.Refused refused) {
    if (refused.sqlState().equals(RAISED)) {
      return raised(refused);
    }
    int status = SqlStatus.of(refused.sqlState(), refused.message());
    return new Problem(
        status,
        refused.sqlState(),
        refused.message(),
        refused.detail(),
        refused.hint(),
        status == 503 ? soon() : Map.of(),
        refused.statement(),
        null);
  }

  /** A whole answer that a function raises: JSON in its message and its detail. */
  private static Problem raised(Failure.Refused refused) {
    try {
      JsonObject message = new JsonObject(refused.message());
      JsonObject detail = new JsonObject(refused.detail() == null ? "" : refused.detail());
      if (detail.getInteger("status") == null || detail.getJsonObject("headers") == null) {
        throw new DecodeException("incomplete");
      }
      Map<String, String> headers = new HashMap<>();
      detail
          .getJsonObject("headers")
          .forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
      return new Problem(
          detail.getInteger("status"),
          message.getString("code"),
          message.getString("message"),
          message.getString("details"),
          message.getString("hint"),
          headers,
          refused.statement(),
          null);
    } catch (DecodeException | ClassCastException e) {
      return new Problem(
          500,
          "PGRST121",
          "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
          "Invalid JSON value for DETAIL: '" + refused.detail() + "'",
          "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key:"
              + " 'status_text'.");
    }
  }

  private static Problem tooManyAffected(long rows) {
    return new Problem(
        BAD_REQUEST,
        "PGRST124",
        "Query result exceeds max-affected preference constraint",
        "The query affects " + rows + " rows",
        null);
  }

  /** Not the same for all, or all would come back together. */
  private static Map<String, String> soon() {
    return Map.of(
        "Retry-After", Integer.toString(1 + ThreadLocalRandom.current().nextInt(RETRY_SPREAD)));
  }

  private static Problem busy(Reason reason) {
    String what =
        switch (reason) {
          case POOL_FULL -> "every database connection is in use";
          case NO_SERVICE -> "the service for this lane is not running";
          case EXPIRED -> "the request waited too long before it could run";
          case DATABASE_AWAY -> "the database cannot be reached";
          case READ_ONLY -> "the database takes no writes";
          case LOGIN_REFUSED -> "the database does not let this service in";
        };
    return notExecuted(what);
  }

  private static Problem notExecuted(String why) {
    return new Problem(
        503, "TWL001", "Not executed: " + why, "outcome: not executed", "Try again", soon());
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

  /** The parameter {@code after} of a page that is none of ours. */
  static Problem cursor() {
    return new Problem(
        BAD_REQUEST, "TWL007", "after must be what the Link of a page in this order has");
  }

  /** A header that says nothing that can be understood. */
  static Problem header(String name, String wanted) {
    return new Problem(BAD_REQUEST, "TWL007", name + " must be " + wanted);
  }

  /** A batch that is none. */
  static Problem batch(String why) {
    return new Problem(BAD_REQUEST, "TWL010", "The batch cannot be run", why, null);
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

  /** A token that is not believed. */
  static Problem token(Token.Refused refused) {
    return switch (refused.reason()) {
      case NO_KEY -> new Problem(500, "PGRST300", refused.why());
      case KEY_AWAY -> notExecuted(refused.why());
      case NOT_BELIEVED -> unauthorized("PGRST301", refused.why(), challenge(refused.why()));
      case NOT_FOR_NOW -> unauthorized("PGRST303", refused.why(), challenge(refused.why()));
    };
  }

  /** A request without a token, where one is needed. */
  static Problem anonymous() {
    return unauthorized("PGRST302", "Anonymous access is disabled", "Bearer");
  }

  private static String challenge(String why) {
    return "Bearer error=\"invalid_token\", error_description=\"" + why + '"';
  }

  private static Problem unauthorized(String code, String message, String challenge) {
    return new Problem(401, code, message, null, null, Map.of("WWW-Authenticate", challenge));
  }

  static Problem responseHeaders() {
    return new Problem(
        500,
        "PGRST111",
        "response.headers guc must be a JSON array composed of objects with a single key and a"
            + " string value");
  }

  static Problem responseStatus() {
    return new Problem(500, "PGRST112", "response.status guc must be a valid status code");
  }

  static Problem relatedOrder(String origin, String target) {
    return new Problem(
        BAD_REQUEST,
        "PGRST118",
        "A related order on '%s' is not possible".formatted(target),
        "'%s' and '%s' do not form a many-to-one or one-to-one relationship"
            .formatted(origin, target),
        null);
  }

  static Problem embedFilter(String target) {
    return new Problem(
        BAD_REQUEST,
        "PGRST120",
        "Bad operator on the '%s' embedded resource".formatted(target),
        "Only is null or not is null filters are allowed on embedded resources",
        null);
  }

  static Problem noRelationship(String message, String details, @Nullable String hint) {
    return new Problem(BAD_REQUEST, "PGRST200", message, details, hint);
  }

  static Problem severalRelationships(String message, JsonArray details, String hint) {
    return new Problem(300, "PGRST201", message, details, hint, Map.of(), -1, null);
  }

  static Problem unknownFunction(String message, String details, @Nullable String hint) {
    return new Problem(404, "PGRST202", message, details, hint);
  }

  static Problem severalFunctions(String candidates) {
    return new Problem(
        300,
        "PGRST203",
        "Could not choose the best candidate function between: " + candidates,
        null,
        "Try renaming the parameters or the function itself in the database so function"
            + " overloading can be resolved");
  }

  static Problem callMethod(String method) {
    return new Problem(405, "PGRST101", "Cannot use the " + method + " method on RPC");
  }

  static Problem putFilters() {
    return new Problem(
        405,
        "PGRST105",
        "Filters must include all and only primary key columns with 'eq' operators");
  }

  static Problem putWindow() {
    return new Problem(
        BAD_REQUEST, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");
  }

  static Problem putRow() {
    return new Problem(
        BAD_REQUEST, "PGRST115", "Payload values do not match URL in primary key column(s)");
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

  /** Columns of many rows stand in arrays, of which there is nothing to group by. */
  static Problem spreadAggregates() {
    return new Problem(
        BAD_REQUEST,
        "PGRST127",
        "Feature not implemented",
        "Aggregates are not implemented for one-to-many or many-to-many spreads.",
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
        ? new Problem(
            401,
            code,
            message,
            details,
            hint,
            Map.of("WWW-Authenticate", "Bearer"),
            statement,
            part)
        : this;
  }

  private Problem ofStatement(int number) {
    return new Problem(status, code, message, details, hint, headers, number, part);
  }

  /** The same problem, where so many statements of the work were not the client's. */
  Problem after(int statements) {
    return statement < 0 || statements == 0
        ? this
        : new Problem(status, code, message, details, hint, headers, statement - statements, part);
  }

  /** The same problem, of a part of a batch. */
  Problem ofPart(int place) {
    return new Problem(status, code, message, details, hint, headers, statement, place);
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

  /** There is no room for one more who wants to hear of changes. */
  static Problem tooManyLive(int max) {
    return notExecuted("%d clients are being told of changes already".formatted(max));
  }

  /** More requests than one identity may send. */
  static Problem tooMany(int requests, long windowSeconds, long waitSeconds) {
    return new Problem(
        429,
        "TWL010",
        "More than %d requests in %d s".formatted(requests, windowSeconds),
        "outcome: not executed",
        "Try again in %d s".formatted(waitSeconds),
        Map.of("Retry-After", Long.toString(waitSeconds)));
  }

  /**
   * As {@code application/problem+json} has it (RFC 9457): the four keys beside {@code type},
   * {@code title}, {@code status} and {@code detail}.
   */
  Buffer described() {
    JsonObject body =
        new JsonObject()
            .put("type", "urn:twinlane:problem:" + code)
            .put("title", message)
            .put("status", status);
    if (details instanceof String text) {
      body.put("detail", text);
    }
    return body.mergeIn(new JsonObject(body())).toBuffer();
  }

  /** The four keys, and {@code part} where it is of a batch. */
  public Buffer body() {
    JsonObject body =
        new JsonObject()
            .put("code", code)
            .put("details", details)
            .put("hint", hint)
            .put("message", message);
    return (part == null ? body : body.put("part", part)).toBuffer();
  }
}
