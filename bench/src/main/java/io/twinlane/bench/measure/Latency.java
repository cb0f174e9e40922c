package io.twinlane.bench.measure;

import org.HdrHistogram.Histogram;

/**
 * How long answers took that were asked for by a schedule, whatever came back: from the moment at
 * which a request was due, so that what waited behind a stall counts as waiting. Microseconds.
 *
 * @param perSecond requests that were due in a second
 * @param requests that were due
 * @param unlike answers that were not as they should be; their times count too
 */
public record Latency(double perSecond, long requests, Percentiles percentiles, Unlike unlike) {

  /** Of the times, in microseconds. */
  public record Percentiles(double p50, double p90, double p99, double p999, double max) {

    /** From nanoseconds. */
    static Percentiles of(Histogram nanos) {
      return new Percentiles(
          micros(nanos, 50),
          micros(nanos, 90),
          micros(nanos, 99),
          micros(nanos, 99.9),
          nanos.getMaxValue() / 1e3);
    }

    private static double micros(Histogram nanos, double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e3;
    }
  }
}
