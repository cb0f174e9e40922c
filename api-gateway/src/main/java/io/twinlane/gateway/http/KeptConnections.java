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
import org.jspecify.annotations.Nullable;

/**
 * The connections that clients keep for their next request. Once the gateway is leaving, each
 * answer on one is its last and says so ({@code Connection: close}, RFC 9112, section 9.6), so that
 * clients go elsewhere without an error. Lives on one event loop.
 */
public final class KeptConnections {

  /** As long as an answer takes: when the gateway closes, they all do. */
  private static final Duration UNTIL_ANSWERED = Duration.ofDays(1);

  /** What is being answered on each: HTTP/1.1 has one answer after the other. */
  private final Map<HttpConnection, Observation> underWay = new HashMap<>();

  private boolean leaving;

  /** A client has opened one. */
  public void opened(HttpConnection connection) {
    connection.closeHandler(_ -> {
      Observation cutOff = underWay.remove(connection);
      if (cutOff != null) {
        cutOff.aborted();
      }
    });
  }

  /** What is being answered on one; null if nothing is. */
  @Nullable Observation underWay(HttpConnection connection) {
    return underWay.get(connection);
  }

  /** A request has come on one. */
  public void came(Observation one) {
    HttpServerRequest request = one.request();
    HttpServerResponse response = request.response();
    if (request.version() == HttpVersion.HTTP_2) {
      // that the gateway is leaving the server says itself, by GOAWAY
      response.exceptionHandler(_ -> one.aborted()).bodyEndHandler(_ -> one.ended());
      return;
    }
    HttpConnection connection = request.connection();
    underWay.put(connection, one);
    response.bodyEndHandler(_ -> {
      // the next one may have begun already
      underWay.remove(connection, one);
      one.ended();
    });
    if (leaving) {
      end(request);
    }
  }

  /** From now on, answers end their connections; those too that are under way. */
  public void leave() {
    leaving = true;
    underWay.values().forEach(one -> end(one.request()));
  }

  private static void end(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    // closes it behind the answer
    request.connection().shutdown(UNTIL_ANSWERED.toMillis(), TimeUnit.MILLISECONDS);
  }
}
