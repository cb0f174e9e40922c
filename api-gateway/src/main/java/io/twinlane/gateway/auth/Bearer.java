package io.twinlane.gateway.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that a request brings (RFC 6750, section 2.1). */
public final class Bearer {

  /**
   * What follows may be missing: then an empty token was sent. Whoever sends it is not known yet,
   * so that no blank may be looked at from more than one place.
   */
  private static final Pattern BEARER =
      Pattern.compile(
          "\\s*+bearer(?:\\s++(.*\\S)?)?+\\s*+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Bearer() {}

  /** What came as a bearer token, which may be empty; null if none did. */
  public static @Nullable String token(MultiMap headers) {
    String given = headers.get(HttpHeaders.AUTHORIZATION);
    if (given == null) {
      return null;
    }
    Matcher bearer = BEARER.matcher(given);
    if (!bearer.matches()) {
      return null;
    }
    return bearer.group(1) == null ? "" : bearer.group(1);
  }
}
