package io.twinlane.schema.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What is measured, and the classes in which it is counted.
 *
 * @param name as Prometheus shows it, in base units
 * @param help what it is, in a sentence
 * @param bounds of the classes, from small to large, in the unit that is counted in
 * @param perUnit how many of those are one base unit
 */
public record Measure(String name, String help, List<Long> bounds, double perUnit) {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** From a tenth of a millisecond, which a hit takes, to ten seconds. */
  private static final List<Long> DURATIONS =
      LongStream.of(
              100,
              250,
              500,
              1_000,
              2_500,
              5_000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000)
          .map(TimeUnit.MICROSECONDS::toNanos)
          .boxed()
          .toList();

  public Measure {
    bounds = List.copyOf(bounds);
  }

  /** Times of up to some seconds, counted in nanoseconds. */
  public static Measure duration(String name, String help) {
    return new Measure(name, help, DURATIONS, NANOS);
  }

  /** Times in classes of so many seconds, counted in nanoseconds. */
  public static Measure seconds(String name, String help, long... bounds) {
    return new Measure(
        name, help, LongStream.of(bounds).map(TimeUnit.SECONDS::toNanos).boxed().toList(), NANOS);
  }
}
