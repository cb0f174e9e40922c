package io.twinlane.schema.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.metrics.Metrics;
import io.vertx.core.Vertx;

/**
 * Where the parts of a process tell how they are and what they do: one for the process.
 *
 * @param health whether it is ready
 * @param meters what it counts
 */
public record Monitoring(Health health, MeterRegistry meters) {

  /** Of a part that runs alone: it can tell what it will, and nobody reads it. */
  public static Monitoring of(Vertx vertx) {
    return new Monitoring(new Health(vertx), Metrics.nowhere());
  }

  /** Of the process of a service. */
  public static Monitoring of(Vertx vertx, Metrics.Settings settings, String service) {
    MeterRegistry meters = Metrics.registry(settings, service);
    Gauge.builder("twinlane.build.info", () -> 1)
        .description("The version that runs")
        .tag("version", Version.NUMBER)
        .register(meters);
    return new Monitoring(new Health(vertx), meters);
  }
}
