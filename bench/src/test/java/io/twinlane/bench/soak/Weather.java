package io.twinlane.bench.soak;

import io.twinlane.schema.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Faults on the way to PostgreSQL, again and again: bytes vanish for twelve seconds, twelve are
 * fine, for three every connection is refused, and six are fine. Safe from any thread.
 */
final class Weather {

  static final Duration CYCLE = Duration.ofSeconds(33);

  /** What a suite needs to open connections again, and to give up those that stay silent. */
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final FaultProxy way;
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  Weather(FaultProxy way) {
    this.way = way;
  }

  /** A time in which requests may fail; as long as it lasts it ends late. */
  private record Fault(long begin, long end) {

    boolean touches(long from, long to) {
      return from - (end + RECOVERY.toNanos()) <= 0 && to - begin >= 0;
    }
  }

  /** One cycle; returns when all is well again for six seconds. */
  void pass() {
    Fault dropped = begin();
    way.blackHole();
    pause(12);
    way.heal();
    // what was swallowed stays so: those who wait on an old connection wait in vain
    end(dropped);
    pause(12);
    Fault refused = begin();
    way.refuse();
    pause(3);
    way.accept();
    end(refused);
    pause(6);
  }

  private Fault begin() {
    long now = System.nanoTime();
    Fault open = new Fault(now, now + CYCLE.toNanos());
    faults.add(open);
    return open;
  }

  private void end(Fault open) {
    faults.add(new Fault(open.begin(), System.nanoTime()));
    faults.remove(open);
  }

  /** Whether a request that ran from one moment to another may have met a fault. */
  boolean excuses(long from, long to) {
    return faults.stream().anyMatch(fault -> fault.touches(from, to));
  }

  /** How long all had been fine at a moment, in milliseconds. */
  long fineSince(long moment) {
    return faults.stream()
        .mapToLong(fault -> (moment - fault.end()) / 1_000_000)
        .filter(millis -> millis >= 0)
        .min()
        .orElse(0);
  }

  private static void pause(int seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
