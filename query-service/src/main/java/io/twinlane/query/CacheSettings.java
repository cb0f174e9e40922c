package io.twinlane.query;

import io.twinlane.schema.settings.Environment;
import io.twinlane.schema.settings.EnvironmentName;
import java.time.Duration;

/**
 * How much is cached, and for how long.
 *
 * @param enabled whether anything is
 * @param bytesMax what all answers together may weigh
 * @param entryBytesMax what one answer may weigh
 * @param maxAge how old an answer may be that is served as it is
 * @param staleWhileRevalidate how much older, while a newer one is being read
 * @param staleIfError how much older, when a newer one cannot be read; zero for never
 */
public record CacheSettings(
    boolean enabled,
    long bytesMax,
    long entryBytesMax,
    Duration maxAge,
    Duration staleWhileRevalidate,
    Duration staleIfError) {

  static CacheSettings from(Environment env) {
    boolean development =
        env.name() == EnvironmentName.DEVELOPMENT || env.name() == EnvironmentName.TEST;
    return new CacheSettings(
        env.flag("CACHE_ENABLED", development),
        env.bytes("CACHE_MAX_BYTES", 0, 1L << 40, 64 << 20),
        env.bytes("CACHE_MAX_ENTRY_BYTES", 0, 1 << 30, 1 << 20),
        Duration.ofSeconds(env.integer("CACHE_MAX_AGE", 1, 3_600, 60)),
        Duration.ofSeconds(env.integer("CACHE_STALE_WHILE_REVALIDATE", 0, 3_600, 15)),
        Duration.ofSeconds(env.integer("CACHE_STALE_IF_ERROR", 0, 86_400, 0)));
  }

  /** After this age an entry is of no use to anybody. */
  Duration keptAtMost() {
    Duration longest =
        staleWhileRevalidate.compareTo(staleIfError) > 0 ? staleWhileRevalidate : staleIfError;
    return maxAge.plus(longest);
  }
}
