package io.twinlane.gateway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections that clients keep for their next request. Once the gateway is leaving, each
 * answer on one is its last and says so ({@code Connection: close}, RFC 9112, section 9.6), so that
 * clients go elsewhere without an error. Lives on one event loop.
 */
public final class KeptConnections {

  /** As long as an answer takes: when the gateway closes, they all do. */
  private static final Duration UNTIL_ANSWERED = Duration.ofDays(1);

  /** What is being answered on each: HTTP/1.1 has one answer after the other. */
  private final Map<HttpConnection, HttpServerRequest> underWay = new HashMap<>();

  private boolean leaving;

  /** A client has opened one. */
  public void opened(HttpConnection connection) {
    connection.closeHandler(_ -> underWay.remove(connection));
  }

  /** A request has come on one. */
  public void came(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return; // the server says it itself, by GOAWAY
    }
    if (leaving) {
      end(request);
    } else {
      HttpConnection connection = request.connection();
      underWay.put(connection, request);
      request.response().bodyEndHandler(_ -> underWay.remove(connection));
    }
  }

  /** From now on, answers end their connections; those too that are under way. */
  public void leave() {
    leaving = true;
    underWay.values().forEach(this::end);
    underWay.clear();
  }

  private void end(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    // closes it behind the answer
    request.connection().shutdown(UNTIL_ANSWERED.toMillis(), TimeUnit.MILLISECONDS);
  }
}
