package io.twinlane.gateway.http;

import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import java.util.function.BiConsumer;

/** {@code Cache-Status} (RFC 9211), and the {@code Age} that goes with it. */
public final class CacheStatusHeader {

  static final String NAME = "Cache-Status";
  static final String AGE = "Age";

  private CacheStatusHeader() {}

  /** What the cache had to do with an answer. */
  static String of(CacheStatus status) {
    String detail = status.detail() == null ? "" : "; detail=" + status.detail();
    return "Twinlane"
        + switch (status.source()) {
          case HIT, STALE -> "; hit; ttl=" + status.ttlSeconds();
          case MISS ->
              "; fwd=miss"
                  + (status.stored() ? "; stored" : "")
                  + (status.collapsed() ? "; collapsed" : "");
          case BYPASS -> "; fwd=bypass" + (status.collapsed() ? "; collapsed" : "");
        }
        + detail;
  }

  /** The same in one word, as the log and {@code Server-Timing} have it. */
  static String word(CacheStatus status) {
    return switch (status.source()) {
      case HIT -> "hit";
      case STALE -> "stale";
      case MISS -> status.collapsed() ? "collapsed" : "miss";
      case BYPASS -> "bypass";
    };
  }

  /** Tells it, and how old an answer is that is from the cache. */
  public static void tell(CacheStatus status, BiConsumer<String, String> header) {
    header.accept(NAME, of(status));
    if (status.source() == Source.HIT || status.source() == Source.STALE) {
      header.accept(AGE, Long.toString(status.ageSeconds()));
    }
  }
}
