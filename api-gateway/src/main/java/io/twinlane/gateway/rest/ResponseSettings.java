package io.twinlane.gateway.rest;

import io.twinlane.schema.message.Result;
import io.twinlane.schema.message.ResultColumn;
import io.twinlane.schema.message.ResultColumn.Use;
import io.twinlane.schema.message.Statement;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What functions and triggers of the team's say about the answer, in the settings {@code
 * response.headers} and {@code response.status} of their transaction.
 */
final class ResponseSettings {

  static final Statement STATEMENT =
      new Statement(
          "select current_setting('response.headers', true), current_setting('response.status', true)",
          List.of(),
          List.of(new ResultColumn("headers", Use.KEY), new ResultColumn("status", Use.KEY)));

  private ResponseSettings() {}

  /** An answer, as they want it. */
  static RestAnswer applied(RestAnswer answer, Result said) {
    String headers = said.key().get(0);
    String status = said.key().get(1);
    boolean silent = (headers == null || headers.isEmpty()) && (status == null || status.isEmpty());
    if (silent) {
      return answer;
    }
    Map<String, String> all = new LinkedHashMap<>(answer.headers());
    if (headers != null && !headers.isEmpty()) {
      add(all, headers);
    }
    return new RestAnswer(
        status == null || status.isEmpty() ? answer.status() : number(status), all, answer.body());
  }

  private static void add(Map<String, String> all, String headers) {
    try {
      for (Object one : new JsonArray(headers)) {
        JsonObject header = (JsonObject) one;
        if (header.size() != 1) {
          throw new RestException(Problem.responseHeaders());
        }
        header.forEach(entry -> {
          all.keySet().removeIf(name -> name.equalsIgnoreCase(entry.getKey()));
          all.put(entry.getKey(), (String) entry.getValue());
        });
      }
    } catch (DecodeException | ClassCastException e) {
      throw new RestException(Problem.responseHeaders());
    }
  }

  private static int number(String status) {
    if (!status.matches("[1-5]\\d\\d")) {
      throw new RestException(Problem.responseStatus());
    }
    return Integer.parseInt(status);
  }
}
