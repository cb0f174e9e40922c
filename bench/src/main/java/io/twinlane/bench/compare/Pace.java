package io.twinlane.bench.compare;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds how often each contender has its turn
 * @param warmUp of each, before all
 * @param turn of each, in a round
 * @param latency of each, after all rounds, at a fixed rate
 */
record Pace(int rounds, Duration warmUp, Duration turn, Duration latency) {

  /** Of what a contender could do at most in the rounds, so much is asked for at a fixed rate. */
  static final double LATENCY_SHARE = 0.5;

  /** More than that in a second, the client would be what is measured. */
  static final double LATENCY_PER_SECOND_MAX = 20_000;

  private static final Duration WARM = Duration.ofSeconds(9);

  /** Under load on two cores, the suite's code is compiled for good by then. */
  private static final Duration COMPILED_AFTER = Duration.ofSeconds(12);

  /** For a run of less than two minutes, which shows that all works rather than how fast. */
  static final Pace QUICK =
      new Pace(2, Duration.ofSeconds(1), Duration.ofMillis(600), Duration.ofMillis(500));

  Pace {
    if (rounds < 1 || turn.isZero() || turn.isNegative()) {
      throw new IllegalArgumentException("at least one round, and turns that take some time");
    }
  }

  /** Of turns of so many seconds. */
  static Pace of(int rounds, int seconds) {
    Duration turn = Duration.ofSeconds(seconds);
    Duration warmUp = turn.compareTo(COMPILED_AFTER) < 0 ? COMPILED_AFTER : turn;
    return new Pace(rounds, warmUp, turn, turn);
  }

  /** Whether a JVM is not yet as fast as it will be when it is measured. */
  boolean cold() {
    return warmUp.multipliedBy(rounds).compareTo(WARM) < 0;
  }
}
