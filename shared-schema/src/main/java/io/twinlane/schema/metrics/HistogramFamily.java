package io.twinlane.schema.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All histograms of one measure. Safe from any thread. */
final class HistogramFamily implements Collector {

  private final Measure measure;
  private final String service;
  private final Map<List<String>, Histogram> all = new ConcurrentHashMap<>();

  HistogramFamily(Measure measure, String service) {
    this.measure = measure;
    this.service = service;
  }

  Histogram of(List<String> labels) {
    return all.computeIfAbsent(labels, _ -> new Histogram(measure));
  }

  @Override
  public MetricSnapshot collect() {
    List<HistogramDataPointSnapshot> points = new ArrayList<>(all.size());
    all.forEach((labels, histogram) -> points.add(point(labels, histogram)));
    return new HistogramSnapshot(new MetricMetadata(measure.name(), measure.help()), points);
  }

  private HistogramDataPointSnapshot point(List<String> labels, Histogram histogram) {
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(buckets(histogram.counts()))
        .sum(histogram.sum() / measure.perUnit())
        .labels(labels(labels))
        .build();
  }

  private ClassicHistogramBuckets buckets(long[] counts) {
    double[] bounds = new double[counts.length];
    Arrays.setAll(
        bounds,
        place ->
            place < measure.bounds().size()
                ? measure.bounds().get(place) / measure.perUnit()
                : Double.POSITIVE_INFINITY);
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  private Labels labels(List<String> labels) {
    List<String> all = new ArrayList<>(labels);
    all.addAll(List.of(PageRegistry.SERVICE, service));
    return Labels.of(all.toArray(String[]::new));
  }
}
