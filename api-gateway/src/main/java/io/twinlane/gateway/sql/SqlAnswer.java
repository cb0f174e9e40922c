package io.twinlane.gateway.sql;

import io.twinlane.gateway.http.RateLimiter;
import io.twinlane.schema.message.ErrorReport;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the dialect. Drivers read the fields of an error only where the status is 400, so
 * that whatever PostgreSQL says comes with that; any other status is of HTTP itself.
 *
 * @param headers in addition to those that every answer has
 * @param body pieces that follow one another
 */
record SqlAnswer(int status, Map<String, String> headers, List<Buffer> body) {

  static final int BAD_REQUEST = 400;

  private static final int UNAVAILABLE = 503;
  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  /** transaction_resolution_unknown, connection_failure (PostgreSQL manual, Appendix A). */
  private static final String UNKNOWN = "08007";

  private static final String BROKEN = "08006";

  SqlAnswer {
    headers = Map.copyOf(headers);
    body = List.copyOf(body);
  }

  static SqlAnswer ok(Map<String, String> headers, List<Buffer> body) {
    return new SqlAnswer(200, headers, body);
  }

  /**
   * An error that is not PostgreSQL's.
   *
   * @param code a SQLSTATE that says the same; empty if there is none
   */
  static SqlAnswer error(int status, String code, String message) {
    return error(status, Map.of(), new Failure.Refused(code, message, null, null, -1));
  }

  /** The same with a header more. */
  SqlAnswer with(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new SqlAnswer(status, all, body);
  }

  static SqlAnswer tooMany(RateLimiter.Excess excess) {
    return error(
            429,
            "53400",
            "not executed: more than %d requests in %d s"
                .formatted(excess.requests(), excess.windowSeconds()))
        .with("Retry-After", Long.toString(excess.waitSeconds()));
  }

  static SqlAnswer tooLarge(String what, int status, long bytesMax) {
    return error(status, "", what + " is too large (max is " + bytesMax + " bytes)");
  }

  /** What a failure of a lane is to the client. */
  static SqlAnswer of(Failure failure) {
    return switch (failure) {
      case Failure.Refused refused -> error(BAD_REQUEST, Map.of(), refused);
      case Failure.Busy(Reason reason) ->
          error(
              UNAVAILABLE,
              SOON,
              new Failure.Refused(code(reason), "not executed: " + words(reason), null, null, -1));
      case Failure.Unknown(String incident) ->
          error(
              BAD_REQUEST,
              UNKNOWN,
              "it is not known whether this was executed: look before you repeat it (incident "
                  + incident
                  + ")");
      case Failure.Unanswered(String incident) ->
          error(
              BAD_REQUEST,
              BROKEN,
              "the query got no answer, and can be repeated (incident " + incident + ")");
      case Failure.TooLarge(long bytesMax) -> tooLarge("response", 507, bytesMax);
      case Failure.NotCached() ->
          error(504, "", "the answer is not in the cache, and was asked for only from there");
      case Failure.Internal(String incident) ->
          error(500, "", "something is wrong in Twinlane (incident " + incident + ")");
      case Failure.Unexpected _, Failure.StillRunning _, Failure.KeyReused _ ->
          throw new IllegalStateException("nothing was expected, and no key was given");
    };
  }

  private static String code(Reason reason) {
    return switch (reason) {
      case POOL_FULL, EXPIRED, LOGIN_REFUSED -> "53300";
      case NO_SERVICE, DATABASE_AWAY -> "57P03";
      case READ_ONLY -> "25006";
    };
  }

  private static String words(Reason reason) {
    return switch (reason) {
      case POOL_FULL -> "every connection that there may be is in use";
      case NO_SERVICE -> "the service for this lane is not running";
      case EXPIRED -> "the request waited too long before it could run";
      case DATABASE_AWAY -> "PostgreSQL cannot be reached";
      case READ_ONLY -> "PostgreSQL takes no writes";
      case LOGIN_REFUSED ->
          "too many logins are tried, or wrong passwords of this user; try again in a few seconds";
    };
  }

  /** All seventeen fields, whether there is something in them or not. */
  private static SqlAnswer error(int status, Map<String, String> headers, Failure.Refused what) {
    ErrorReport report = what.report() == null ? NONE : what.report();
    JsonObject body =
        new JsonObject()
            .put("message", what.message())
            .put("code", what.sqlState())
            .put("detail", what.detail())
            .put("hint", what.hint())
            .put("position", report.position())
            .put("internalPosition", report.internalPosition())
            .put("internalQuery", report.internalQuery())
            .put("severity", report.severity())
            .put("where", report.where())
            .put("table", report.table())
            .put("column", report.column())
            .put("schema", report.schema())
            .put("dataType", report.dataType())
            .put("constraint", report.constraint())
            .put("file", report.file())
            .put("line", report.line())
            .put("routine", report.routine());
    return new SqlAnswer(status, headers, List.of(body.toBuffer()));
  }

  private static final @Nullable String NOTHING = null;
  private static final ErrorReport NONE =
      new ErrorReport(
          "", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,
          NOTHING, NOTHING, NOTHING);
}
