package io.twinlane.schema.service;

import io.twinlane.schema.metrics.LoopLag;
import io.twinlane.schema.metrics.Metrics;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The management server of a process: probes for orchestrators, metrics for Prometheus, the cache
 * for operators and what verticles add, on a port that clients never see.
 */
public final class ManagementVerticle extends VerticleBase {

  /** The same as where clients come in: what is passed on from here must have room. */
  private static final int REQUEST_LINE_MAX = 64 * 1024;

  private static final int HEADERS_MAX = 32 * 1024;

  private final Listen listen;
  private final Monitoring monitoring;
  private final List<ManagementRoutes> parts;
  private @Nullable HttpServer server;

  public ManagementVerticle(Listen listen, Monitoring monitoring) {
    this(listen, monitoring, List.of());
  }

  /**
   * The same with more.
   *
   * @param verticles of the process; those that have routes of their own add them
   */
  public ManagementVerticle(
      Listen listen, Monitoring monitoring, List<? extends Deployable> verticles) {
    this.listen = listen;
    this.monitoring = monitoring;
    this.parts =
        verticles.stream()
            .filter(ManagementRoutes.class::isInstance)
            .map(ManagementRoutes.class::cast)
            .toList();
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    monitoring.health().mount(router);
    Metrics.mount(router, monitoring.meters());
    LoopLag.watch(vertx, monitoring.meters());
    HttpServer opening =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setTracingPolicy(TracingPolicy.IGNORE)
                    .setMaxInitialLineLength(REQUEST_LINE_MAX)
                    .setMaxHeaderSize(HEADERS_MAX))
            .requestHandler(router);
    server = opening;
    return CacheRoutes.mount(router, vertx.eventBus())
        .compose(_ -> Future.all(parts.stream().map(part -> part.mount(vertx, router)).toList()))
        .compose(_ ->
            StartException.naming(
                opening.listen(listen.port(), listen.host()), "MANAGEMENT_PORT", listen))
        .compose(_ ->
            Future.all(parts.stream().map(part -> part.listening(opening.actualPort())).toList()));
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
