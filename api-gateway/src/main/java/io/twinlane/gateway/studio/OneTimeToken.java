package io.twinlane.gateway.studio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What lets one person in once: 192 random bits that are void when they were used, when they are a
 * quarter of an hour old, and when there are newer ones. Lives on one event loop.
 */
final class OneTimeToken {

  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int BYTES = 24;

  private final InstantSource clock;
  private @Nullable String current;
  private Instant madeAt = Instant.EPOCH;
  private Instant renewedAt = Instant.EPOCH;

  OneTimeToken(InstantSource clock) {
    this.clock = clock;
  }

  /** A new one for who has asked for it, in place of the one of before. */
  String renewed() {
    renewedAt = clock.instant();
    return made();
  }

  /** A new one, in place of the one of before. */
  String made() {
    String made = Randoms.text(BYTES);
    current = made;
    madeAt = clock.instant();
    return made;
  }

  /** How long nobody may have another one made; empty if anybody may now. */
  OptionalLong pauseSeconds() {
    Duration left = Duration.between(clock.instant(), renewedAt.plus(PAUSE));
    return left.isPositive() ? OptionalLong.of(left.toSeconds() + 1) : OptionalLong.empty();
  }

  /** Whether this is it; then it is spent. */
  boolean spend(String given) {
    String token = current;
    boolean right =
        token != null && Randoms.same(token, given) && clock.instant().isBefore(madeAt.plus(LIFE));
    if (right) {
      current = null;
    }
    return right;
  }
}
