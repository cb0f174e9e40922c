package io.twinlane.schema.service;

import io.twinlane.schema.metrics.LoopLag;
import io.twinlane.schema.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/**
 * The management server of a process: probes for orchestrators, metrics for Prometheus and the
 * cache for operators, on a port that clients never see.
 */
public final class ManagementVerticle extends VerticleBase {

  private final Listen listen;
  private final Monitoring monitoring;
  private @Nullable HttpServer server;

  public ManagementVerticle(Listen listen, Monitoring monitoring) {
    this.listen = listen;
    this.monitoring = monitoring;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    monitoring.health().mount(router);
    Metrics.mount(router, monitoring.meters());
    LoopLag.watch(vertx, monitoring.meters());
    HttpServer opening =
        vertx
            .createHttpServer(new HttpServerOptions().setTracingPolicy(TracingPolicy.IGNORE))
            .requestHandler(router);
    server = opening;
    return CacheRoutes.mount(router, vertx.eventBus())
        .compose(_ ->
            StartException.naming(
                opening.listen(listen.port(), listen.host()), "MANAGEMENT_PORT", listen));
  }

  /** The port that it listens on, once started. */
  public int port() {
    HttpServer listening = server;
    if (listening == null) {
      throw new IllegalStateException("not started");
    }
    return listening.actualPort();
  }
}
