package io.twinlane.schema.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something was how large, in the few classes of a {@link Measure}. It costs some
 * nanoseconds and no memory to add to it, as one thread alone adds; any thread may read, and reads
 * what is a moment old at most.
 */
public final class Histogram {

  private final long[] bounds;
  private final AtomicLongArray counts;
  private final AtomicLong sum = new AtomicLong();

  Histogram(Measure measure) {
    this.bounds = measure.bounds().stream().mapToLong(Long::longValue).toArray();
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  /**
   * The one with these labels, which the page of this registry shows; of a registry that has no
   * page, one that nobody sees.
   *
   * @param labels names and values in turn; the same names for all of a measure
   */
  public static Histogram of(MeterRegistry meters, Measure measure, String... labels) {
    return meters instanceof PageRegistry page
        ? page.histogram(measure, List.of(labels))
        : new Histogram(measure);
  }

  /** Counts one of this size, in the measure's own small unit. */
  public void add(long size) {
    int place = 0;
    while (place < bounds.length && size > bounds[place]) {
      place++;
    }
    counts.setOpaque(place, counts.getPlain(place) + 1);
    sum.setOpaque(sum.getPlain() + size);
  }

  /** How many there were in each class; the last one is of those beyond all bounds. */
  public long[] counts() {
    long[] read = new long[bounds.length + 1];
    for (int i = 0; i < read.length; i++) {
      read[i] = counts.getOpaque(i);
    }
    return read;
  }

  long sum() {
    return sum.getOpaque();
  }
}
