package io.twinlane.gateway.rest;

import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Done;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a client what the cache had to do with the answer to a read. */
final class CacheHeaders {

  private static final String NAME = "Twinlane";

  private CacheHeaders() {}

  /**
   * Adds {@code Cache-Status} (RFC 9211), {@code Age}, {@code ETag} and {@code Cache-Control}. No
   * cache on the way may serve the answer without asking here, as none of them hears of writes; and
   * what was asked for with credentials is for nobody else.
   */
  static void add(Map<String, String> headers, RestRequest request, Done done) {
    CacheStatus status = done.cache() == null ? CacheStatus.bypass("no-cache") : done.cache();
    headers.put("Cache-Status", NAME + words(status));
    headers.put("Cache-Control", request.terms().credentials() ? "private, no-cache" : "no-cache");
    if (status.source() == CacheStatus.Source.HIT || status.source() == CacheStatus.Source.STALE) {
      headers.put("Age", Long.toString(status.ageSeconds()));
    }
    if (status.tag() != null) {
      headers.put("ETag", tag(status.tag(), request));
    }
  }

  /** Shapes of one content differ in their bytes, so a strong validator tells them apart. */
  private static String tag(String content, RestRequest request) {
    return '"' + content + (request.terms().accept().single() ? "-1" : "") + '"';
  }

  private static String words(CacheStatus status) {
    String detail = status.detail() == null ? "" : "; detail=" + status.detail();
    return switch (status.source()) {
          case HIT, STALE -> "; hit; ttl=" + status.ttlSeconds();
          case MISS ->
              "; fwd=miss"
                  + (status.stored() ? "; stored" : "")
                  + (status.collapsed() ? "; collapsed" : "");
          case BYPASS -> "; fwd=bypass" + (status.collapsed() ? "; collapsed" : "");
        }
        + detail;
  }

  /** Whether the request came with something that says who asks. */
  static boolean credentials(MultiMap headers) {
    return headers.contains(HttpHeaders.AUTHORIZATION)
        || headers.contains(HttpHeaders.COOKIE)
        || headers.contains("apikey");
  }

  /** Whether {@code If-None-Match} names this tag (RFC 9110, section 13.1.2: compared weakly). */
  static boolean known(@Nullable String ifNoneMatch, @Nullable String tag) {
    if (ifNoneMatch == null || tag == null) {
      return false;
    }
    for (String part : ifNoneMatch.split(",", -1)) {
      String candidate = part.strip();
      String opaque = candidate.startsWith("W/") ? candidate.substring(2) : candidate;
      if (opaque.equals("*") || opaque.equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
