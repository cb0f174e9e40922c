package io.twinlane.bench;

import java.util.List;

/**
 * What one contender did in one round.
 *
 * @param perSecond requests answered in a second
 * @param serverMicros CPU time of the suite for one request
 * @param postgresMicros CPU time of PostgreSQL for one request
 * @param failures requests not answered as they should be
 */
record Measurement(double perSecond, double serverMicros, double postgresMicros, long failures) {

  /** The middle of some values. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Median, and in brackets the least and the most. */
  static String spread(List<Double> values, String format) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return String.format(format, median(values))
        + " ("
        + String.format(format, sorted[0])
        + "–"
        + String.format(format, sorted[sorted.length - 1])
        + ")";
  }
}
