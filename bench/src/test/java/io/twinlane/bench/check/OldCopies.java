package io.twinlane.bench.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.Map;

/**
 * A proxy as a cache must not be: of the answers to GET it gives every so many-th from the copy of
 * an earlier one.
 */
final class OldCopies {

  private final HttpClientAgent client;
  private final String gateway;
  private final int oneOf;
  private final Map<String, Buffer> copies = new HashMap<>();
  private int reads;

  private OldCopies(Vertx vertx, String gateway, int oneOf) {
    this.client = vertx.createHttpClient();
    this.gateway = gateway;
    this.oneOf = oneOf;
  }

  /** Listens, and completes with its base URL. */
  static Future<String> start(Vertx vertx, String gateway, int oneOf) {
    OldCopies proxy = new OldCopies(vertx, gateway, oneOf);
    return vertx
        .createHttpServer()
        .requestHandler(proxy::handle)
        .listen(0, "127.0.0.1")
        .map(HttpServer::actualPort)
        .map(port -> "http://127.0.0.1:" + port);
  }

  private void handle(HttpServerRequest request) {
    Buffer copy = copies.get(request.uri());
    boolean read = request.method().equals(HttpMethod.GET);
    if (read && copy != null && ++reads % oneOf == 0) {
      request.response().end(copy);
      return;
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setAbsoluteURI(gateway + request.uri())
            .setHeaders(request.headers());
    request
        .body()
        .compose(body -> client.request(options).compose(asked -> exchange(asked, body)))
        .onSuccess(whole -> {
          if (read) {
            copies.putIfAbsent(request.uri(), whole.body());
          }
          request.response().setStatusCode(whole.status()).end(whole.body());
        })
        .onFailure(_ -> request.response().setStatusCode(502).end());
  }

  private record Whole(int status, Buffer body) {}

  private static Future<Whole> exchange(HttpClientRequest asked, Buffer body) {
    return asked.send(body).compose(OldCopies::whole);
  }

  private static Future<Whole> whole(HttpClientResponse response) {
    return response.body().map(body -> new Whole(response.statusCode(), body));
  }
}
