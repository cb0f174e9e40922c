package io.twinlane.schema.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.twinlane.schema.settings.Environment;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The metrics of a process: the registry that its parts count in, and its page at /metrics. */
public final class Metrics {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";
  private static final String OPEN_METRICS = OPEN_METRICS_TYPE + "; version=1.0.0; charset=utf-8";

  private Metrics() {}

  /**
   * What a process is told of its metrics.
   *
   * @param enabled whether anything is counted
   */
  public record Settings(boolean enabled) {

    public static Settings from(Environment env) {
      return new Settings(env.flag("METRICS_ENABLED", true));
    }
  }

  /** The registry of a service's process, which tells of the process itself as well. */
  public static MeterRegistry registry(Settings settings, String service) {
    return settings.enabled() ? new PageRegistry(service) : nowhere();
  }

  /** A registry in which counting costs next to nothing, as nobody reads it. */
  public static MeterRegistry nowhere() {
    return new CompositeMeterRegistry();
  }

  /**
   * Adds {@code /metrics}, if there is anything to show. The page is made on a worker thread, for
   * one after the other, so that requests do not wait for it.
   */
  public static void mount(Router router, MeterRegistry meters) {
    if (meters instanceof PageRegistry registry) {
      router.get("/metrics").handler(context -> show(context, registry));
    }
  }

  private static void show(RoutingContext context, PageRegistry registry) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    String form = accept != null && accept.contains(OPEN_METRICS_TYPE) ? OPEN_METRICS : TEXT;
    context
        .vertx()
        .executeBlocking(() -> registry.page(form))
        .onSuccess(page -> context.response().putHeader(HttpHeaders.CONTENT_TYPE, form).end(page))
        .onFailure(context::fail);
  }
}
