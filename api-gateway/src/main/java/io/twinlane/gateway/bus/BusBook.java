package io.twinlane.gateway.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.metrics.Measure;
import io.twinlane.schema.metrics.Timings;
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

  private final Page cached;
  private final Page streamed;
  private final Page direct;
  private final Page catalogs;

  BusBook(MeterRegistry meters) {
    cached = new Page(meters, "cached", "work");
    streamed = new Page(meters, "cached", "rows");
    catalogs = new Page(meters, "cached", "catalog");
    direct = new Page(meters, "direct", "work");
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

  /** The page of what is asked at an address. */
  Page page(Address address) {
    return switch (address) {
      case QUERY -> cached;
      case ROWS -> streamed;
      case CATALOG -> catalogs;
      case WRITE -> direct;
      case PIECES,
          BUMP,
          LEASE,
          POSITION,
          SHAPE,
          CACHE,
          FLUSHED,
          CHANGES,
          ABANDONED,
          SCHEMA,
          STATE ->
          throw new IllegalArgumentException(address + " is not a lane's");
    };
  }
}
