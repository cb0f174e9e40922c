package io.twinlane.gateway.rest;

import io.twinlane.gateway.http.CacheStatusHeader;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.ContentTag;
import io.twinlane.schema.message.Done;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a client what the cache had to do with the answer to a read. */
final class CacheHeaders {

  private static final int TAGGED_MAX = 64 * 1024;

  private CacheHeaders() {}

  /**
   * Adds {@code Cache-Status} (RFC 9211), {@code Age}, {@code ETag} and {@code Cache-Control}. No
   * cache on the way may serve the answer without asking here, as none of them hears of writes; and
   * what was asked for with credentials is for nobody else.
   */
  static void add(Map<String, String> headers, RestRequest request, Done done) {
    CacheStatus status = done.cache() == null ? CacheStatus.bypass("no-cache") : done.cache();
    CacheStatusHeader.tell(status, headers::put);
    headers.put("Cache-Control", control(request.terms().credentials()));
    String tag = status.tag() == null ? ownTag(done) : status.tag();
    if (tag != null) {
      headers.put("ETag", EntityTag.of(tag, request.terms().accept().single()));
    }
  }

  static String control(boolean credentials) {
    return credentials ? "private, no-cache" : "no-cache";
  }

  /** What is not kept has a tag as well, if it is made in no time. */
  private static @Nullable String ownTag(Done done) {
    boolean small = done.results().size() == 1 && done.last().body().length() <= TAGGED_MAX;
    return small ? ContentTag.of(done.results()) : null;
  }

  /** Whether the request came with something that says who asks. */
  static boolean credentials(MultiMap headers) {
    return headers.contains(HttpHeaders.AUTHORIZATION)
        || headers.contains(HttpHeaders.COOKIE)
        || headers.contains("apikey");
  }
}
