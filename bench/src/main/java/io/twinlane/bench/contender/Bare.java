package io.twinlane.bench.contender;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * An HTTP server on one event loop that does nothing but give the same bytes, with headers like
 * those of an answer from the cache: what a hit costs at the very least.
 */
public final class Bare {

  private static final Buffer BODY = Buffer.buffer("[{\"id\":700,\"total\":100.00}]");

  private Bare() {}

  public static void main(String[] arguments) {
    int port = Integer.parseInt(System.getenv("HTTP_PORT"));
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(request ->
            request
                .response()
                .putHeader("X-Request-Id", "0123456789abcdef")
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Vary", "Accept, Accept-Profile, Authorization, Prefer, Range")
                .putHeader("Content-Range", "0-0/*")
                .putHeader("Content-Location", request.uri())
                .putHeader("Cache-Status", "Twinlane; hit; ttl=59")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Age", "1")
                .putHeader("ETag", "\"0123456789abcdefghij\"")
                .end(BODY))
        .listen(port, "127.0.0.1");
  }
}
