package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * What the cache had to do with an answer, in the words of RFC 9211.
 *
 * @param source where the answer came from
 * @param stored whether the next one can have it from the cache
 * @param collapsed whether a statement that another request had sent gave it
 * @param detail a stable word that says why it was not stored or not asked for
 * @param ageSeconds how long ago the answer was read, rounded up
 * @param ttlSeconds how long it may still be served; below zero if its time is over
 * @param tag what tells this content from another, for {@code ETag}
 */
public record CacheStatus(
    Source source,
    boolean stored,
    boolean collapsed,
    @Nullable String detail,
    long ageSeconds,
    long ttlSeconds,
    @Nullable String tag) {

  /** Where an answer came from. */
  public enum Source {
    /** From the cache, within its age. */
    HIT,
    /** From the cache, past its age, as is allowed while a newer one is read or cannot be had. */
    STALE,
    /** From PostgreSQL, since the cache had none. */
    MISS,
    /** From PostgreSQL: the cache was not asked. */
    BYPASS
  }

  /** An answer that has nothing to do with the cache, and why. */
  public static CacheStatus bypass(String detail) {
    return new CacheStatus(Source.BYPASS, false, false, detail, 0, 0, null);
  }

  /** The same, for one who waited for the statement of another. */
  public CacheStatus asCollapsed() {
    return new CacheStatus(source, stored, true, detail, ageSeconds, ttlSeconds, tag);
  }
}
