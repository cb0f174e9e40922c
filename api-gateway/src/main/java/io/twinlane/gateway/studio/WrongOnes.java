package io.twinlane.gateway.studio;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Counts who was not let in: after five within a minute everybody waits, since addresses are easily
 * had. Lives on one event loop.
 */
final class WrongOnes {

  private static final int MAX = 5;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Deque<Instant> recent = new ArrayDeque<>(MAX);

  WrongOnes(InstantSource clock) {
    this.clock = clock;
  }

  /** How long everybody waits; empty if nobody does. */
  OptionalLong waitSeconds() {
    forget();
    return recent.size() < MAX
        ? OptionalLong.empty()
        : OptionalLong.of(
            Duration.between(clock.instant(), recent.getFirst().plus(WINDOW)).toSeconds() + 1);
  }

  /** One more. */
  void add() {
    forget();
    if (recent.size() == MAX) {
      recent.removeFirst();
    }
    recent.addLast(clock.instant());
  }

  private void forget() {
    Instant since = clock.instant().minus(WINDOW);
    while (!recent.isEmpty() && !recent.getFirst().isAfter(since)) {
      recent.removeFirst();
    }
  }
}
