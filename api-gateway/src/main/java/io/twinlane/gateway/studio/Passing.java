package io.twinlane.gateway.studio;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to the gateway's own public port, and the answers back, piece by piece and no
 * faster than they are taken. Only headers that matter go along, and never what somebody else would
 * be let in by. Lives on one event loop.
 */
final class Passing {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** The gateway gives up on what takes too long by itself; this is for when it does not. */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private static final int CONNECTIONS_MAX = 32;
  private static final int WAITING_MAX = 256;

  private static final List<String> ASKED =
      List.of(
          "Accept",
          "Accept-Encoding",
          "Accept-Profile",
          "Cache-Control",
          "Content-Length",
          "Content-Profile",
          "Content-Type",
          "Idempotency-Key",
          "If-Match",
          "If-None-Match",
          "Prefer",
          "Range",
          "Range-Unit",
          "Twinlane-Timing");

  /**
   * Of one connection alone (RFC 9110, section 7.6.1), or what tells a browser what to do with its
   * own state: a function of the database can give any header.
   */
  private static final Set<String> KEPT_BACK =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "alt-svc",
          "clear-site-data",
          "nel",
          "refresh",
          "report-to",
          "reporting-endpoints",
          "service-worker-allowed",
          "set-cookie",
          "strict-transport-security",
          "timing-allow-origin",
          "www-authenticate",
          "x-studio-session");

  /** What no browser runs; a function of the database can give any type. */
  private static final Set<String> HARMLESS =
      Set.of(
          "application/json",
          "application/geo+json",
          "application/openapi+json",
          "application/problem+json",
          "application/octet-stream",
          "text/csv",
          "text/event-stream",
          "text/plain");

  private static final String HARMLESS_VENDOR = "application/vnd.pgrst.";

  private final HttpClient client;
  private final Duration timeout;
  private final Supplier<Optional<SocketAddress>> gateway;

  /**
   * Passes on to where the gateway listens.
   *
   * @param gateway empty while it does not
   * @param timeout how long the gateway lets anybody wait
   */
  Passing(Vertx vertx, Supplier<Optional<SocketAddress>> gateway, Duration timeout) {
    this.gateway = gateway;
    this.timeout = timeout.plus(MARGIN);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
                .setMaxInitialLineLength(64 * 1024)
                .setMaxHeaderSize(64 * 1024),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
  }

  /**
   * What goes on.
   *
   * @param headers besides those of the request
   * @param body in place of that of the request; null for that one
   */
  record Onward(String uri, MultiMap headers, @Nullable Buffer body) {}

  /** The headers of a request that matter to the gateway. */
  static MultiMap headers(HttpServerRequest request) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String name : ASKED) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.set(name, value);
      }
    }
    return headers;
  }

  /** Sends it, and answers; the status once that is known. The request must be paused. */
  Future<Integer> pass(RoutingContext context, Onward onward) {
    Optional<SocketAddress> to = gateway.get();
    if (to.isEmpty()) {
      return Future.failedFuture(new StudioException(StudioProblem.starting()));
    }
    RequestOptions options =
        new RequestOptions()
            .setServer(to.get())
            .setHost(to.get().host())
            .setPort(to.get().port())
            .setMethod(method(context, onward))
            .setURI(onward.uri())
            .setHeaders(onward.headers())
            .setIdleTimeout(timeout.toMillis());
    return client
        .request(options)
        .compose(asked -> {
          if (context.response().closed()) {
            asked.reset();
            return Future.failedFuture("nobody waits any more");
          }
          return sent(context, asked, onward.body());
        })
        .recover(_ -> Future.failedFuture(new StudioException(StudioProblem.away())))
        .map(answer -> answered(context, answer));
  }

  /** What has a body of its own is SQL over HTTP. */
  private static HttpMethod method(RoutingContext context, Onward onward) {
    return onward.body() == null ? context.request().method() : HttpMethod.POST;
  }

  private static Future<HttpClientResponse> sent(
      RoutingContext context, HttpClientRequest asked, @Nullable Buffer body) {
    HttpServerResponse response = context.response();
    response.closeHandler(_ -> {
      if (!response.ended()) {
        asked.reset();
      }
    });
    Future<HttpClientResponse> answer = asked.response();
    if (body != null) {
      asked.end(body);
      return answer;
    }
    if (!mayHaveBody(asked.getMethod())) {
      asked.headers().remove(HttpHeaders.CONTENT_LENGTH);
      context.request().resume();
      asked.end();
      return answer;
    }
    asked.setChunked(!asked.headers().contains(HttpHeaders.CONTENT_LENGTH));
    // half a body must not pass for a whole one
    context
        .request()
        .pipe()
        .endOnFailure(false)
        .to(asked)
        .onFailure(_ -> {
          if (!answer.isComplete()) {
            asked.reset();
          }
        });
    return answer;
  }

  private static boolean mayHaveBody(HttpMethod method) {
    return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
  }

  private static int answered(RoutingContext context, HttpClientResponse answer) {
    HttpServerResponse response = context.response();
    int status = answer.statusCode();
    if (response.closed()) {
      answer.request().reset();
      return status;
    }
    StudioAnswer.begin(response, answer);
    Set<String> ours = Set.copyOf(response.headers().names());
    answer
        .headers()
        .forEach((name, value) -> {
          if (passes(name) && ours.stream().noneMatch(name::equalsIgnoreCase)) {
            response.headers().add(name, value);
          }
        });
    // one address has other rows for another role, and none for who has logged out
    response.putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
    if (status / 100 == 3) {
      response.headers().remove(HttpHeaders.LOCATION);
    }
    String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !harmless(type)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    }
    boolean bodiless =
        status == 204 || status == 304 || context.request().method().equals(HttpMethod.HEAD);
    if (!bodiless && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
    answer
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(_ -> {
          if (!response.closed()) {
            response.reset();
          }
        });
    return status;
  }

  private static boolean passes(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !KEPT_BACK.contains(lower)
        && !lower.startsWith("access-control-")
        && !lower.startsWith("content-security-policy");
  }

  private static boolean harmless(String type) {
    String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return HARMLESS.contains(name) || name.startsWith(HARMLESS_VENDOR);
  }
}
