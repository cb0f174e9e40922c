package io.twinlane.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Times of answers, to three digits, up to ten minutes: a longer one counts as that. Not
 * thread-safe.
 */
public final class Times {

  private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

  private final Histogram nanos = new Histogram(NANOS_MAX, 3);

  /** Adds one. */
  public void add(long time, TimeUnit unit) {
    nanos.recordValue(Math.clamp(unit.toNanos(time), 0, NANOS_MAX));
  }

  /** What they come to; all zero if there are none. */
  public Latency.Percentiles percentiles() {
    return Latency.Percentiles.of(nanos);
  }

  /** How many there are. */
  public long count() {
    return nanos.getTotalCount();
  }
}
