package io.twinlane.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Failure;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.metrics.Histogram;
import io.twinlane.schema.metrics.Measure;

/** Counts how long writers wait until nobody reads what was there before. */
final class WriteBook {

  private static final Measure ANNOUNCEMENT =
      Measure.duration(
          "twinlane_announcement_duration_seconds",
          "Time from a commit until no answer from memory could be older than it");

  private final Histogram committed;
  private final Histogram doubtful;

  WriteBook(MeterRegistry meters) {
    committed = Histogram.of(meters, ANNOUNCEMENT, "write", "committed");
    doubtful = Histogram.of(meters, ANNOUNCEMENT, "write", "doubtful");
  }

  /** What a work wrote, or may have written, was announced, and that took so long. */
  void announced(Reply reply, long nanos) {
    (reply instanceof Failure.Unknown ? doubtful : committed).add(nanos);
  }
}
