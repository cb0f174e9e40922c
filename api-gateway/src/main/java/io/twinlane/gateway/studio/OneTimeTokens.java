package io.twinlane.gateway.studio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * What lets one person in once, each: 192 random bits that are void when they were used, when they
 * are a quarter of an hour old, and when there are four newer ones. So nobody who asks for one
 * voids what somebody else has just copied. Lives on one event loop.
 */
final class OneTimeTokens {

  private static final int MAX = 4;
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int BYTES = 24;

  private final InstantSource clock;
  private final Deque<Made> good = new ArrayDeque<>(MAX);
  private Instant renewedAt = Instant.EPOCH;

  OneTimeTokens(InstantSource clock) {
    this.clock = clock;
  }

  private record Made(String text, Instant until) {}

  /** A new one for who has asked for it. */
  String renewed() {
    renewedAt = clock.instant();
    return made();
  }

  /** A new one; where there are too many, the oldest goes. */
  String made() {
    if (good.size() == MAX) {
      good.removeFirst();
    }
    Made made = new Made(Randoms.text(BYTES), clock.instant().plus(LIFE));
    good.addLast(made);
    return made.text();
  }

  /** How long nobody may have another one made; empty if anybody may now. */
  OptionalLong pauseSeconds() {
    Duration left = Duration.between(clock.instant(), renewedAt.plus(PAUSE));
    return left.isPositive() ? OptionalLong.of(left.toSeconds() + 1) : OptionalLong.empty();
  }

  /** Whether this is one; then it is spent. */
  boolean spend(String given) {
    Instant now = clock.instant();
    good.removeIf(made -> !now.isBefore(made.until()));
    return good.removeIf(made -> Randoms.same(made.text(), given));
  }
}
