package io.twinlane.gateway.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The token that a request brings (RFC 6750, section 2.1). */
public final class Bearer {

  private static final String SCHEME = "bearer";

  private Bearer() {}

  /** What came as a bearer token, which may be empty; null if none did. */
  public static @Nullable String token(MultiMap headers) {
    String given = headers.get(HttpHeaders.AUTHORIZATION);
    if (given == null) {
      return null;
    }
    int scheme = behindBlanks(given, 0);
    if (!given.regionMatches(true, scheme, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    int after = scheme + SCHEME.length();
    int token = behindBlanks(given, after);
    if (token == after && after < given.length()) {
      return null; // another scheme, whose name begins alike
    }
    int end = given.length();
    while (end > token && blank(given.charAt(end - 1))) {
      end--;
    }
    return given.substring(token, end);
  }

  private static int behindBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && blank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
