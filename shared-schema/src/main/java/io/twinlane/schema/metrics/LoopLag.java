package io.twinlane.schema.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late the event loop is: the longest that a timer had to wait for its turn within the last
 * minute, which is what a request had to wait as well. Lives on the loop that it watches.
 */
public final class LoopLag {

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** Each holds the longest of five seconds. */
  private static final int SLOTS = 12;

  private static final int LOOKS_OF_A_SLOT = 10;

  private final AtomicLongArray longest = new AtomicLongArray(SLOTS);
  private long due = System.nanoTime() + EVERY.toNanos();
  private long looks;

  private LoopLag() {}

  /** Begins to watch the loop that it is called on. */
  public static void watch(Vertx vertx, MeterRegistry meters) {
    LoopLag lag = new LoopLag();
    vertx.setPeriodic(EVERY.toMillis(), _ -> lag.look());
    Gauge.builder("twinlane.event.loop.lag.max", lag, LoopLag::seconds)
        .baseUnit("seconds")
        .description("The longest that the event loop was late within a minute")
        .strongReference(true)
        .register(meters);
  }

  private void look() {
    long now = System.nanoTime();
    int slot = (int) (looks / LOOKS_OF_A_SLOT % SLOTS);
    long before = looks % LOOKS_OF_A_SLOT == 0 ? 0 : longest.getPlain(slot);
    longest.setOpaque(slot, Math.max(before, now - due));
    looks++;
    due = now + EVERY.toNanos();
  }

  private double seconds() {
    long max = 0;
    for (int i = 0; i < SLOTS; i++) {
      max = Math.max(max, longest.getOpaque(i));
    }
    return max / SECOND;
  }
}
