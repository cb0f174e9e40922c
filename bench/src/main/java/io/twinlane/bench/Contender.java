package io.twinlane.bench;

import java.time.Duration;

/** One way of doing the work that is measured. */
interface Contender {

  String name();

  /**
   * Works for about so long.
   *
   * @return what it did, without CPU times, which the harness adds
   */
  Load run(Duration duration);

  /**
   * What was done in a while.
   *
   * @param requests answered
   * @param failures not answered as they should be
   * @param nanos the time it took
   */
  record Load(long requests, long failures, long nanos) {}
}
