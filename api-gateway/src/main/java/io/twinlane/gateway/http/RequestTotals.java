package io.twinlane.gateway.http;

import io.twinlane.gateway.http.Observation.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests there were since the start, by lane, and how many of them failed: also where no
 * metrics are kept. Counted on the gateway's event loop, and read on any thread.
 */
public final class RequestTotals {

  private static final int SERVERS_FAULT = 500;

  private final Map<Lane, AtomicLong> byLane = new EnumMap<>(Lane.class);
  private final AtomicLong failed = new AtomicLong();

  /** Totals that listen to these, from now on. */
  public RequestTotals(Observations observations) {
    for (Lane lane : Lane.values()) {
      byLane.put(lane, new AtomicLong());
    }
    observations.listen(this::ended, this::repeated);
  }

  private void ended(Observation one) {
    count(counted(one.lane()));
    if (one.status() >= SERVERS_FAULT) {
      count(failed);
    }
  }

  private Repeat.Count repeated(Observation first) {
    AtomicLong counted = counted(first.lane());
    return (_, _) -> count(counted);
  }

  private static void count(AtomicLong counted) {
    counted.setOpaque(counted.getPlain() + 1);
  }

  private AtomicLong counted(Lane lane) {
    return Objects.requireNonNull(byLane.get(lane));
  }

  /** Of one lane. */
  public long of(Lane lane) {
    return counted(lane).getOpaque();
  }

  /** Those that were answered with a status of 500 and above. */
  public long failed() {
    return failed.getOpaque();
  }
}
