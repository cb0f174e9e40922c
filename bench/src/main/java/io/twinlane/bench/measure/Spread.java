package io.twinlane.bench.measure;

import java.util.Collection;

/** The middle of some values, with the least and the most; all NaN if there are none. */
public record Spread(double median, double min, double max) {

  /** Of values in any order; one that is NaN makes all of it NaN. */
  public static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Median, and in brackets the least and the most; empty if there are none. */
  public String text(String format) {
    return Double.isNaN(median)
        ? ""
        : "%s (%s–%s)"
            .formatted(format.formatted(median), format.formatted(min), format.formatted(max));
  }
}
