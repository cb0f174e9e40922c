package io.twinlane.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.FiguresReply.OfPools;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.metrics.Histogram;
import io.twinlane.schema.metrics.Measure;
import io.twinlane.schema.metrics.Timings;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who wants a connection of a pool, who waits and for how long, who is sent away, and how
 * long statements take. Several queues of one kind may share a page. Lives on one event loop.
 */
public final class PoolBook {

  private static final Measure WAIT =
      Measure.duration(
          "twinlane_pool_wait_duration_seconds",
          "Time that works waited for a connection of a pool before they ran");

  private static final Measure STATEMENT =
      Measure.duration(
          "twinlane_statement_duration_seconds",
          "Time that works had a connection to PostgreSQL until they had their answer");

  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger used = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
  private final Histogram waits;
  private final Timings statements;

  PoolBook(MeterRegistry meters, String lane, String pool) {
    String[] labels = {LaneBook.LANE, lane, "pool", pool};
    gauge(meters, "twinlane.pool.places", "Works that may run at once", places, labels);
    gauge(meters, "twinlane.pool.used", "Works that run", used, labels);
    gauge(meters, "twinlane.pool.waiting", "Works that wait for a connection", waiting, labels);
    for (Refusal refusal : Refusal.values()) {
      refusals.put(
          refusal,
          Counter.builder("twinlane.pool.refusals")
              .description("Works that got no connection, and why")
              .tags(labels)
              .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
    waits = Histogram.of(meters, WAIT, labels);
    statements = new Timings(meters, STATEMENT, labels);
  }

  /** Why a work was not let in. */
  enum Refusal {
    /** As many wait as may. */
    FULL,
    /** The queue has stood for too long. */
    OVERLOAD,
    /** It has waited as long as anybody may. */
    TIMED_OUT,
    /** Its client has gone, or its own time was over. */
    GONE
  }

  private static void gauge(
      MeterRegistry meters, String name, String what, AtomicInteger value, String... labels) {
    Gauge.builder(name, value, AtomicInteger::getOpaque)
        .description(what)
        .tags(labels)
        .strongReference(true)
        .register(meters);
  }

  /** There are so many places more, or less if it is below zero. */
  void places(int more) {
    add(places, more);
  }

  void queued() {
    add(waiting, 1);
  }

  void left() {
    add(waiting, -1);
  }

  /** One runs, after it has waited for so long. */
  void entered(long waitedNanos) {
    add(used, 1);
    waits.add(waitedNanos);
  }

  void done() {
    add(used, -1);
  }

  void refused(Refusal refusal) {
    Counter counter = refusals.get(refusal);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A statement, or a transaction of some, had this reply after so long on its connection. */
  public void took(Reply reply, long nanos) {
    statements.took(reply, nanos);
  }

  /** As it is just now. */
  OfPools figures() {
    return new OfPools(used.getPlain(), waiting.getPlain(), places.getPlain());
  }

  private static void add(AtomicInteger value, int more) {
    value.setOpaque(value.getPlain() + more);
  }
}
