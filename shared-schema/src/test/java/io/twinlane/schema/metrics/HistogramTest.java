package io.twinlane.schema.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private static final Measure AGE = Measure.seconds("test_age_seconds", "How old", 1, 5);

  private final PageRegistry registry = new PageRegistry("test");

  private static long nanos(double seconds) {
    return (long) (seconds * Duration.ofSeconds(1).toNanos());
  }

  private String page() {
    return registry
        .page("text/plain; version=0.0.4; charset=utf-8")
        .toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSizeOnABoundIsOfTheClassBelowIt() {
    Histogram histogram = Histogram.of(registry, AGE);

    histogram.add(nanos(1));
    histogram.add(nanos(1) + 1);
    histogram.add(nanos(6));

    assertThat(histogram.counts()).containsExactly(1, 1, 1);
  }

  @Test
  void thePageShowsItCumulatedAndInBaseUnits() {
    Histogram histogram = Histogram.of(registry, AGE, "kind", "a");

    histogram.add(nanos(0.25));
    histogram.add(nanos(3));
    histogram.add(nanos(60));

    assertThat(page())
        .contains(
            """
            # TYPE test_age_seconds histogram
            test_age_seconds_bucket{kind="a",service="test",le="1.0"} 1
            test_age_seconds_bucket{kind="a",service="test",le="5.0"} 2
            test_age_seconds_bucket{kind="a",service="test",le="+Inf"} 3
            test_age_seconds_count{kind="a",service="test"} 3
            test_age_seconds_sum{kind="a",service="test"} 63.25
            """);
  }

  @Test
  void theSameLabelsAreTheSameHistogram() {
    Histogram.of(registry, AGE, "kind", "a").add(1);
    Histogram.of(registry, AGE, "kind", "a").add(1);
    Histogram.of(registry, AGE, "kind", "b").add(1);

    assertThat(page())
        .contains("test_age_seconds_count{kind=\"a\",service=\"test\"} 2")
        .contains("test_age_seconds_count{kind=\"b\",service=\"test\"} 1");
  }

  @Test
  void whereThereIsNoPageItCountsAllTheSame() {
    MeterRegistry nowhere = Metrics.nowhere();
    Histogram histogram = Histogram.of(nowhere, AGE);

    histogram.add(nanos(2));

    assertThat(histogram.counts()).containsExactly(0, 1, 0);
  }

  @Test
  void durationsReachFromATenthOfAMillisecondToTenSeconds() {
    List<Long> bounds = Measure.duration("test_seconds", "").bounds();

    assertThat(bounds).isSorted().startsWith(100_000L).endsWith(nanos(10));
  }
}
