package io.twinlane.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request is called in logs, messages and its answer: the client's own name for it, or one
 * made here.
 */
public final class RequestId {

  public static final String HEADER = "X-Request-Id";

  private static final int LENGTH_MAX = 64;

  private RequestId() {}

  public static String of(HttpServerRequest request) {
    String given = request.getHeader(HEADER);
    return given != null && harmless(given) ? given : made();
  }

  private static boolean harmless(String id) {
    return !id.isEmpty()
        && id.length() <= LENGTH_MAX
        && id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
  }

  /** A new one. */
  static String made() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
