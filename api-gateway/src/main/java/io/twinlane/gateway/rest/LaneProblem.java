package io.twinlane.gateway.rest;

import io.twinlane.schema.message.Expectation;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Failure.Busy.Reason;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** The problems that failures of a lane are to clients. */
final class LaneProblem {

  /** The SQLSTATE by which a function raises a whole answer. */
  private static final String RAISED = "PGRST";

  private LaneProblem() {}

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
              Problem.soon());
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
    return expectation.rowsExactly() == null ? tooManyAffected(rows) : Problem.notSingular(rows);
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
        status == 503 ? Problem.soon() : Map.of(),
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
    return Problem.notExecuted(what);
  }

  private static Problem tooManyAffected(long rows) {
    return new Problem(
        Problem.BAD_REQUEST,
        "PGRST124",
        "Query result exceeds max-affected preference constraint",
        "The query affects " + rows + " rows",
        null);
  }
}
