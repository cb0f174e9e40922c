package io.twinlane.gateway.rest;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers which pages of other origins may read answers (CORS, as the Fetch standard has
 * it). Nobody may until the settings say so.
 *
 * @param allowed origins such as {@code https://app.example.org}, or an asterisk for all
 */
public record Origins(List<String> allowed) {

  private static final String METHODS = "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD";
  private static final String HEADERS = "Authorization, ";
  private static final String ALWAYS_ALLOWED = "Accept, Accept-Language, Content-Language";
  private static final String EXPOSED =
      "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server,"
          + " Transfer-Encoding, Range-Unit, ETag, Age, Cache-Status, Retry-After,"
          + " Preference-Applied, X-Request-Id, RateLimit, RateLimit-Policy, Link,"
          + " Server-Timing";
  private static final String A_DAY = "86400";
  private static final String ALL = "*";

  public Origins {
    allowed = List.copyOf(allowed);
  }

  public static Origins from(Environment env) {
    List<String> allowed =
        env.text("ALLOWED_ORIGINS").isEmpty() ? List.of() : env.names("ALLOWED_ORIGINS", ALL);
    if (allowed.contains(ALL) && env.name() == EnvironmentName.PRODUCTION) {
      env.mistake("ALLOWED_ORIGINS must name the origins in production, and not be *");
    }
    return new Origins(allowed);
  }

  /**
   * Adds what a browser wants to see; a browser's question is answered here and goes no further.
   */
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String granted = granted(origin);
    HttpServerResponse response = context.response();
    if (granted != null) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, granted);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    boolean question =
        request.method().equals(HttpMethod.OPTIONS)
            && origin != null
            && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    if (!question) {
      context.next();
      return;
    }
    if (granted != null) {
      String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .putHeader(
              HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
              HEADERS + (wanted == null ? "" : listed(wanted)) + ALWAYS_ALLOWED)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, A_DAY);
    }
    response.end(); // 200 unless said otherwise
  }

  private static String listed(String headers) {
    return String.join(", ", headers.strip().split("\\s*,\\s*")) + ", ";
  }

  private @Nullable String granted(@Nullable String origin) {
    if (allowed.contains(ALL)) {
      return ALL;
    }
    return origin != null && allowed.contains(origin) ? origin : null;
  }
}
