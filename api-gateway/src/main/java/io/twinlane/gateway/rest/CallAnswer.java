package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Routine;
import io.twinlane.schema.message.Done;
import io.twinlane.schema.message.Result;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What a function gave, as an answer: rows, values, one of either, or nothing. */
final class CallAnswer {

  private static final Buffer NULL = Buffer.buffer("null");

  private CallAnswer() {}

  static RestAnswer of(RestRequest request, Plan.Invoke plan, Done done, String location) {
    Routine routine = plan.call().routine();
    RestAnswer answer =
        RestAnswer.read(
            request, new RestAnswer.Page(plan.node(), plan.counting(), false), done, location);
    if (answer.status() == 304) {
      return answer;
    }
    if (routine.returns().kind() == Routine.Kind.NOTHING) {
      Map<String, String> headers = answer.headers();
      headers.remove("Content-Type");
      return new RestAnswer(204, headers, null);
    }
    boolean bare =
        !routine.returns().set()
            && !request.terms().accept().single()
            && !request.terms().accept().lines()
            && request.terms().accept().raw() == null;
    return bare ? new RestAnswer(answer.status(), answer.headers(), item(done.last())) : answer;
  }

  /** The only row or value, without the brackets around it. */
  private static Buffer item(Result result) {
    return result.rows() == 0 ? NULL : result.body().slice(1, result.body().length() - 1);
  }
}
