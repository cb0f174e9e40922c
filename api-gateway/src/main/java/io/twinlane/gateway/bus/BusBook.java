package io.twinlane.gateway.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.metrics.Measure;
import io.twinlane.schema.metrics.Timings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is asked of the lanes over the bus: how much is under way, how long answers take and
 * what they are. Lives on the gateway's event loop.
 */
final class BusBook {

  private static final Measure DURATION =
      Measure.duration(
          "twinlane_bus_request_duration_seconds",
          "Time from a work's leaving for a lane until its answer came, the lane's own included");

  private final Map<Address, Page> pages = new EnumMap<>(Address.class);

  BusBook(MeterRegistry meters) {
    pages.put(Address.QUERY, new Page(meters, "cached", "work"));
    pages.put(Address.ROWS, new Page(meters, "cached", "rows"));
    pages.put(Address.CATALOG, new Page(meters, "cached", "catalog"));
    pages.put(Address.WRITE, new Page(meters, "direct", "work"));
  }

  /** What is asked of one address. */
  static final class Page {

    private final AtomicInteger underWay = new AtomicInteger();
    private final Timings timings;

    Page(MeterRegistry meters, String lane, String kind) {
      String[] labels = {"lane", lane, "kind", kind};
      Gauge.builder("twinlane.bus.requests.in.flight", underWay, AtomicInteger::getOpaque)
          .description("Works that a lane has not answered yet")
          .tags(labels)
          .strongReference(true)
          .register(meters);
      timings = new Timings(meters, DURATION, labels);
    }

    /** Something is asked at this moment. */
    long begun() {
      underWay.setOpaque(underWay.getPlain() + 1);
      return System.nanoTime();
    }

    void ended(Reply reply, long begunNanos) {
      underWay.setOpaque(underWay.getPlain() - 1);
      timings.took(reply, System.nanoTime() - begunNanos);
    }
  }

  /** The page of what is asked at a lane's address. */
  Page page(Address address) {
    return Objects.requireNonNull(pages.get(address));
  }
}
