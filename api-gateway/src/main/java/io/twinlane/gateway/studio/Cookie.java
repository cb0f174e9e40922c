package io.twinlane.gateway.studio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a browser keeps of a session. Cookies of one machine's ports are all in one pot, so that the
 * name has the port. Lives on one event loop.
 */
final class Cookie {

  private static final String ATTRIBUTES = "; Path=/studio; HttpOnly; SameSite=Strict";

  private String name = "twinlane_studio";

  void ofPort(int port) {
    name = "twinlane_studio_" + port;
  }

  @Nullable String of(HttpServerRequest request) {
    io.vertx.core.http.Cookie cookie = request.getCookie(name);
    return cookie == null ? null : cookie.getValue();
  }

  /** Gives it to a browser; over TLS it stays there. */
  void give(HttpServerRequest request, StudioSession session) {
    put(request, session.cookie(), "");
  }

  /** Takes it back. */
  void take(HttpServerRequest request) {
    put(request, "", "; Max-Age=0");
  }

  private void put(HttpServerRequest request, String value, String more) {
    boolean secure =
        request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    HttpServerResponse response = request.response();
    response.putHeader(
        HttpHeaders.SET_COOKIE,
        name + "=" + value + ATTRIBUTES + more + (secure ? "; Secure" : ""));
  }
}
