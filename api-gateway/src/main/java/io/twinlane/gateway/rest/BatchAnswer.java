package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.PlanMemo.Planned;
import io.twinlane.schema.message.Done;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one answer of the answers of a batch's parts; their bodies are copied as they are. */
final class BatchAnswer {

  private BatchAnswer() {}

  /**
   * The answer to a batch that was done.
   *
   * @param done of each part, in order; of none if no part had anything to do
   * @param replayed whether it was done earlier, under the same idempotency key
   */
  static RestAnswer of(List<Planned> parts, List<Optional<Done>> done, boolean replayed) {
    Buffer body = Buffer.buffer().appendByte((byte) '[');
    for (int i = 0; i < parts.size(); i++) {
      Planned part = parts.get(i);
      if (i > 0) {
        body.appendByte((byte) ',');
      }
      append(
          body,
          answer(part, done.isEmpty() ? Optional.empty() : done.get(i)),
          part.request().terms().headOnly());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    if (replayed) {
      headers.put(RestAnswer.REPLAYED, "true");
    }
    return new RestAnswer(200, headers, body.appendByte((byte) ']'));
  }

  /** A read that is out of range, say, is no reason to undo what stands beside it. */
  private static RestAnswer answer(Planned part, Optional<Done> done) {
    try {
      return done.map(part::answer)
          .orElseGet(() -> RestAnswer.nothing(part.request(), part.plan()));
    } catch (RestException e) {
      Problem problem = e.problem();
      return new RestAnswer(problem.status(), problem.headers(), problem.body());
    }
  }

  private static void append(Buffer body, RestAnswer answer, boolean headOnly) {
    JsonObject headers = new JsonObject();
    answer.headers().forEach(headers::put);
    Buffer content = headOnly ? null : answer.body();
    body.appendString("{\"status\":" + answer.status() + ",\"headers\":" + headers.encode());
    body.appendString(",\"body\":").appendBuffer(content == null ? Buffer.buffer("null") : content);
    body.appendByte((byte) '}');
  }
}
