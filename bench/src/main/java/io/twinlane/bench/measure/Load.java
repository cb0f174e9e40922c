package io.twinlane.bench.measure;

/**
 * What was done in a while.
 *
 * @param requests answered with success: who refuses fast is not fast
 * @param unlike answers that were not as they should be
 * @param nanos the time it took
 */
public record Load(long requests, Unlike unlike, long nanos) {

  /** Requests answered with success in a second. */
  public double perSecond() {
    return requests / (nanos / 1e9);
  }
}
