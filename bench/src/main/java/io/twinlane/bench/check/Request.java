package io.twinlane.bench.check;

import io.vertx.core.http.HttpMethod;
import java.util.Map;

/**
 * A request to any gateway.
 *
 * @param body empty for none; else JSON
 */
record Request(HttpMethod method, String path, Map<String, String> headers, String body) {

  Request {
    headers = Map.copyOf(headers);
  }

  static Request get(String path, Map<String, String> headers) {
    return new Request(HttpMethod.GET, path, headers, "");
  }
}
