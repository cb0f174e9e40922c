package io.twinlane.gateway.studio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the page wants to have run.
 *
 * @param parameters texts, some of which may be null
 * @param write whether it may write
 */
record SqlQuestion(String query, JsonArray parameters, boolean write) {

  /**
   * Reads it.
   *
   * @throws StudioException if it is none
   */
  static SqlQuestion of(@Nullable Buffer body) {
    JsonObject json = object(body);
    if (!(json.getValue("query") instanceof String query)
        || !(json.getValue("params", new JsonArray()) instanceof JsonArray parameters)
        || !(json.getValue("write", false) instanceof Boolean write)
        || !parameters.stream().allMatch(one -> one == null || one instanceof String)) {
      throw new StudioException(
          StudioProblem.malformed(
              "the body must be {\"query\": \"…\", \"params\": [], \"write\": false}"));
    }
    return new SqlQuestion(query, parameters, write);
  }

  /** A body as an object. */
  static JsonObject object(@Nullable Buffer body) {
    try {
      if (body != null && body.length() > 0) {
        return body.toJsonObject();
      }
    } catch (DecodeException | ClassCastException e) {
      // said below
    }
    throw new StudioException(StudioProblem.malformed("the body must be a JSON object"));
  }

  /** As SQL over HTTP has it. */
  JsonObject alone() {
    return new JsonObject().put("query", query).put("params", parameters);
  }
}
