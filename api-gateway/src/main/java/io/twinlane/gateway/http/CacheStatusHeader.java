package io.twinlane.gateway.http;

import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import java.util.OptionalLong;

/** {@code Cache-Status} (RFC 9211), and the {@code Age} that goes with it. */
public final class CacheStatusHeader {

  public static final String NAME = "Cache-Status";

  private CacheStatusHeader() {}

  /** What the cache had to do with an answer. */
  public static String of(CacheStatus status) {
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

  /** How old an answer from the cache is, in seconds; empty for one that is not from there. */
  public static OptionalLong age(CacheStatus status) {
    return status.source() == Source.HIT || status.source() == Source.STALE
        ? OptionalLong.of(status.ageSeconds())
        : OptionalLong.empty();
  }
}
