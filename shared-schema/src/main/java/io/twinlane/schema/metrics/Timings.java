package io.twinlane.schema.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long works took, by what became of them. Lives on one event loop. */
public final class Timings {

  private static final String OUTCOME = "outcome";

  private final MeterRegistry meters;

  /** Those that somebody may be woken for. */
  private static final List<Outcome> TOLD_AHEAD =
      List.of(Outcome.DONE, Outcome.UNKNOWN, Outcome.NO_SERVICE);

  private final Measure measure;
  private final String[] labels;
  private final Map<Outcome, Histogram> byOutcome = new EnumMap<>(Outcome.class);

  /**
   * Those of a measure with these labels, to which the outcome is added.
   *
   * @param labels names and values in turn
   */
  public Timings(MeterRegistry meters, Measure measure, String... labels) {
    this.meters = meters;
    this.measure = measure;
    this.labels = labels.clone();
    // that there are none must be told as well, or the first one would be no increase
    for (Outcome outcome : TOLD_AHEAD) {
      take(outcome);
    }
  }

  /** A reply came after so long. */
  public void took(Reply reply, long nanos) {
    take(Outcome.of(reply)).add(nanos);
  }

  private Histogram take(Outcome outcome) {
    Histogram known = byOutcome.get(outcome);
    if (known == null) {
      known = Histogram.of(meters, measure, with(outcome));
      byOutcome.put(outcome, known);
    }
    return known;
  }

  private String[] with(Outcome outcome) {
    return Stream.concat(Stream.of(labels), Stream.of(OUTCOME, outcome.word()))
        .toArray(String[]::new);
  }
}
