package io.twinlane.schema.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Set;

/**
 * Spans of clients' requests, by OpenTelemetry's conventions for HTTP. What follows the question
 * mark is not told, since filters hold data; nor is who asks.
 */
final class HttpSpans {

  private static final String PROBES = "/health/";
  private static final int PATH_MAX = 200;
  private static final int SERVER_ERRORS = 500;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private HttpSpans() {}

  /** Probes come all the time, and nobody wants to read of them. */
  static boolean tells(HttpServerRequest request) {
    String path = request.path();
    return path == null || !path.startsWith(PROBES);
  }

  static SpanBuilder begun(Tracer tracer, HttpServerRequest request) {
    String method = request.method().name();
    String known = METHODS.contains(method) ? method : "_OTHER";
    String path = request.path() == null ? "" : request.path();
    HttpRoute route = HttpRoute.of(path);
    boolean routed = route != HttpRoute.OTHER;
    String name = METHODS.contains(method) ? method : "HTTP";
    SpanBuilder span =
        tracer
            .spanBuilder(routed ? name + " " + route.pattern() : name)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", known)
            .setAttribute("url.scheme", request.isSSL() ? "https" : "http")
            .setAttribute("url.path", path.substring(0, Math.min(path.length(), PATH_MAX)));
    return routed ? span.setAttribute("http.route", route.pattern()) : span;
  }

  static void answered(Span span, HttpServerResponse response) {
    span.setAttribute("http.response.status_code", response.getStatusCode());
    String requestId = response.headers().get("X-Request-Id");
    if (requestId != null) {
      span.setAttribute("twinlane.request_id", requestId);
    }
    String cache = response.headers().get("Cache-Status");
    if (cache != null) {
      span.setAttribute("twinlane.cache", cacheWord(cache));
    }
    if (response.getStatusCode() >= SERVER_ERRORS) {
      Trouble.named(span, Integer.toString(response.getStatusCode()));
    }
  }

  /** What RFC 9211 has as its first parameter: {@code hit}, or why the request was forwarded. */
  private static String cacheWord(String header) {
    String[] parameters = header.split(";", -1);
    String first = parameters.length < 2 ? header : parameters[1].strip();
    return first.replaceFirst("^fwd=", "").toLowerCase(Locale.ROOT);
  }
}
