package io.twinlane.schema.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the cache, as in RFC 9111, section 5.2.1.
 *
 * @param maxAge an older answer will not do; null if the lane's own limit will do
 * @param onlyIfCached an answer that is not in the cache is {@link Failure.NotCached}
 */
public record CacheTerms(@Nullable Duration maxAge, boolean onlyIfCached) {

  private static final CacheTerms NONE = new CacheTerms(null, false);

  /** No terms. */
  public static CacheTerms none() {
    return NONE;
  }
}
