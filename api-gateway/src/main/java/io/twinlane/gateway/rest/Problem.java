package io.twinlane.gateway.rest;

import io.twinlane.gateway.auth.Token;
import io.twinlane.gateway.http.RateLimiter;
import io.twinlane.schema.message.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
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

  static final int BAD_REQUEST = 400;

  /** Seconds over which those who come back are spread. */
  private static final int RETRY_SPREAD = 3;

  Problem(int status, String code, String message) {
    this(status, code, message, null, null, Map.of());
  }

  Problem(
      int status, String code, String message, @Nullable String details, @Nullable String hint) {
    this(status, code, message, details, hint, Map.of());
  }

  Problem(
      int status,
      String code,
      String message,
      @Nullable String details,
      @Nullable String hint,
      Map<String, String> headers) {
    this(status, code, message, details, hint, headers, -1, null);
  }

  /** Not the same for all, or all would come back together. */
  static Map<String, String> soon() {
    return Map.of(
        "Retry-After", Integer.toString(1 + ThreadLocalRandom.current().nextInt(RETRY_SPREAD)));
  }

  static Problem notExecuted(String why) {
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

  static Problem mediaType(String wanted) {
    return new Problem(406, "PGRST107", "None of these media types are available: " + wanted);
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

  Problem ofStatement(int number) {
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

  /** The problem that a failure of a lane is to the client. */
  public static Problem of(Failure failure) {
    return LaneProblem.of(failure);
  }

  /** A bug of ours, which the log has under an incident. */
  public static Problem internal(String incident) {
    return LaneProblem.of(new Failure.Internal(incident));
  }

  public Problem {
    headers = Map.copyOf(headers);
  }

  /** There is no room for one more who wants to hear of changes. */
  public static Problem tooManyLive(int max) {
    return notExecuted("%d clients are being told of changes already".formatted(max));
  }

  /** More requests than one identity may send. */
  static Problem tooMany(RateLimiter.Excess excess) {
    return new Problem(
        429,
        "TWL010",
        "More than %d requests in %d s".formatted(excess.requests(), excess.windowSeconds()),
        "outcome: not executed",
        "Try again in %d s".formatted(excess.waitSeconds()),
        Map.of("Retry-After", Long.toString(excess.waitSeconds())));
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
