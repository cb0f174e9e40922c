package io.twinlane.schema.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The registry of a process, and what it holds as a page. Everything on it says which service it is
 * of. Safe from any thread.
 *
 * <p>The page has some hundreds of lines, and a few thousand at most: no label takes its values
 * from what clients send, and the names of tables and indexes are those of the twenty largest.
 */
final class PageRegistry extends PrometheusMeterRegistry {

  static final String SERVICE = "service";

  private static final int SIZE = 64 * 1024;

  private final String service;
  private final Map<String, HistogramFamily> families = new ConcurrentHashMap<>();
  private final AtomicBoolean described = new AtomicBoolean();

  /** An empty one, with what every page says of the service that it is of. */
  PageRegistry(String service) {
    super(PrometheusConfig.DEFAULT);
    this.service = service;
    config()
        .commonTags(SERVICE, service)
        .meterFilter(MeterFilter.deny(id -> ProcessMeters.MISNAMED.contains(id.getName())));
  }

  Histogram histogram(Measure measure, List<String> labels) {
    return families.computeIfAbsent(measure.name(), _ -> registered(measure)).of(labels);
  }

  private HistogramFamily registered(Measure measure) {
    HistogramFamily family = new HistogramFamily(measure, service);
    getPrometheusRegistry().register(family);
    return family;
  }

  /**
   * The page in one of the forms that Prometheus reads. What the process tells of itself is there
   * since it was first asked for: at the start, nobody waits for that.
   */
  Buffer page(String contentType) {
    if (described.compareAndSet(false, true)) {
      ProcessMeters.bind(this);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);
    try {
      scrape(bytes, contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
