package io.twinlane.schema.service;

import io.twinlane.schema.settings.Environment;
import java.time.Duration;

/**
 * How much time a process has between the signal to end and its end.
 *
 * @param delay how long everything is still served, until whoever sends requests has noticed
 * @param grace how long what is under way may take after that
 */
public record DrainTerms(Duration delay, Duration grace) {

  /** What was cancelled has this long to be answered. */
  static final Duration CANCELLING = Duration.ofSeconds(2);

  /** For what is closed at the very end, and at least that. */
  static final Duration CLOSING = Duration.ofSeconds(2);

  /** Nobody waits for Ctrl-C where people develop and test. */
  public static DrainTerms from(Environment env) {
    long delay =
        switch (env.name()) {
          case DEVELOPMENT, TEST -> 0;
          case STAGING, PRODUCTION -> 5_000;
        };
    return new DrainTerms(
        env.millis("DRAIN_DELAY_MS", 0, 600_000, delay),
        env.millis("GRACE_MS", 1, 3_600_000, 25_000));
  }

  /** No end in order takes longer. */
  Duration longest() {
    return delay.plus(grace).plus(CANCELLING).plus(CLOSING);
  }
}
