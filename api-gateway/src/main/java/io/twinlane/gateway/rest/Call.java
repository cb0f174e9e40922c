package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.Percent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * A request of the dialect before anything of it is understood, whether it came alone or in a
 * batch.
 *
 * @param uri path and query as they came
 * @param body empty if there is none
 */
record Call(HttpMethod method, String uri, MultiMap headers, Buffer body) {

  static final String BASE = "/rest/v1/";
  private static final String RPC = BASE + "rpc/";

  static Call of(RoutingContext context) {
    HttpServerRequest http = context.request();
    Buffer body = context.body().available() ? context.body().buffer() : null;
    return new Call(
        http.method(), http.uri(), http.headers(), body == null ? Buffer.buffer() : body);
  }

  boolean reads() {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  String path() {
    int end = uri.indexOf('?');
    return end < 0 ? uri : uri.substring(0, end);
  }

  @Nullable String query() {
    int begin = uri.indexOf('?');
    return begin < 0 ? null : uri.substring(begin + 1);
  }

  /** Whether a function is called, and not a relation asked. */
  boolean rpc() {
    return path().startsWith(RPC);
  }

  /** The relation or the function: the one segment after the base path, as nothing is nested. */
  String table() {
    String path = path();
    String base = rpc() ? RPC : BASE;
    String rest = path.length() < base.length() ? "" : path.substring(base.length());
    if (rest.isEmpty() || rest.contains("/")) {
      throw new RestException(Problem.path());
    }
    return Percent.decodedPath(rest);
  }

  /** The path and the query, sorted, without what a header cannot hold. */
  String location() {
    return Percent.encodedControls(
        path().substring(BASE.length() - 1) + QueryParser.sorted(query()));
  }
}
