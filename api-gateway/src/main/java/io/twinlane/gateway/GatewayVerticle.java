package io.twinlane.gateway;

import io.twinlane.gateway.auth.Tokens;
import io.twinlane.gateway.bus.CatalogRoom;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.bus.NearCache;
import io.twinlane.gateway.bus.NearCacheSettings;
import io.twinlane.gateway.bus.Services;
import io.twinlane.gateway.health.ApiRoutes;
import io.twinlane.gateway.health.LaneStates;
import io.twinlane.gateway.http.AccessLog;
import io.twinlane.gateway.http.KeptConnections;
import io.twinlane.gateway.http.Observations;
import io.twinlane.gateway.http.Repeats;
import io.twinlane.gateway.http.RequestId;
import io.twinlane.gateway.http.RequestMeters;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.gateway.rest.Problem;
import io.twinlane.gateway.rest.RestHandler;
import io.twinlane.gateway.sql.SqlHandler;
import io.twinlane.gateway.sql.SqlLogin;
import io.twinlane.gateway.studio.Studio;
import io.twinlane.gateway.studio.facts.Facts;
import io.twinlane.schema.service.Drains;
import io.twinlane.schema.service.ManagementRoutes;
import io.twinlane.schema.service.Monitoring;
import io.twinlane.schema.service.StartException;
import io.twinlane.schema.trace.RequestLine;
import io.twinlane.schema.trace.TraceId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server that clients talk to. Wires the dialects and the probes to their paths. */
public final class GatewayVerticle extends VerticleBase implements Drains, ManagementRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

  /** Long enough for a filter of a few thousand ids. */
  private static final int REQUEST_LINE_MAX = 64 * 1024;

  private static final int HEADERS_MAX = 32 * 1024;

  /** Beyond the longest wait for an answer, a connection on which nothing happens is closed. */
  private static final Duration IDLE_MARGIN = Duration.ofSeconds(15);

  /** What the lanes have cancelled is still answered. */
  private static final Duration CANCELLED_MARGIN = Duration.ofSeconds(1);

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final GatewaySettings settings;
  private final Monitoring monitoring;
  private final String instance = UUID.randomUUID().toString();
  private final KeptConnections kept = new KeptConnections();
  private final Observations observations;
  private final Studio studio;
  private @Nullable HttpServer server;
  private @Nullable RestHandler rest;
  private @Nullable NearCache nearCache;
  private @Nullable Repeats repeats;

  /**
   * A gateway.
   *
   * @param studioLinks is given each link that lets somebody into the Studio, on a thread that may
   *     block
   */
  public GatewayVerticle(
      GatewaySettings settings, Monitoring monitoring, Consumer<String> studioLinks) {
    this.settings = settings;
    this.observations = new Observations(settings.timing());
    this.studio =
        new Studio(
            new Studio.Terms(
                settings.studio(),
                settings.tokens(),
                settings.rest(),
                settings.sql().enabled(),
                new Facts.Terms(settings.folder(), settings.laneSilenceMax())),
            new Studio.Gateway(this::address, () -> new RequestTotals(observations)),
            studioLinks);
    this.monitoring = monitoring;
  }

  @Override
  public Future<?> start() {
    NearCacheSettings copying = settings.copies();
    NearCache copies = copying == null ? null : new NearCache(vertx, instance, copying);
    nearCache = copies;
    Services services = new Services(vertx, settings.laneSilenceMax());
    if (copies != null) {
      copies.show(monitoring.meters());
    }
    Lanes lanes = new Lanes(vertx.eventBus(), services, copies, monitoring.meters());
    CatalogRoom catalogs = new CatalogRoom(lanes, settings.rest().schemas());
    LaneStates states = new LaneStates(services);
    states.report(monitoring.health());
    HttpServer opening = vertx.createHttpServer(options());
    Tokens tokens = new Tokens(vertx, settings.tokens(), studio.key());
    tokens.report(monitoring.health());
    tokens.begin();
    RestHandler handler = new RestHandler(vertx, settings.rest(), tokens, catalogs, lanes);
    rest = handler;
    new AccessLog(vertx, settings.access(), observations);
    new RequestMeters(monitoring.meters(), observations);
    repeats =
        settings.repeatBytesMax() == 0
            ? null
            : new Repeats(settings.repeatBytesMax(), observations, monitoring.meters());
    Router router = router(handler, tokens, lanes, states);
    server =
        opening
            .connectionHandler(this::opened)
            .requestHandler(request -> {
              kept.came(observations.begin(request));
              TraceId.tell(request.response());
              router.handle(request);
            });
    return Future.all(
            services.listen(),
            lanes.listen(),
            catalogs.listen(vertx.eventBus()),
            handler.listen(),
            copies == null ? Future.succeededFuture() : copies.begin())
        .compose(_ ->
            StartException.naming(
                opening.listen(settings.listen().port(), settings.listen().host()),
                "HTTP_PORT",
                settings.listen()))
        .onSuccess(_ -> warn());
  }

  private void opened(HttpConnection connection) {
    kept.opened(connection);
    if (repeats != null) {
      repeats.opened(connection, kept);
    }
  }

  private void warn() {
    if (settings.open()) {
      LOG.warn(
          "no JWT_SECRET, no JWT_JWKS_URL and no DB_ANON_ROLE: every request acts as the lanes' own roles");
    }
  }

  /** Clients that keep connections move away; everything is still served. */
  @Override
  public void leave() {
    kept.leave();
    if (repeats != null) {
      repeats.leave();
    }
  }

  /** Lets nobody in any more, and answers those who are in, before the lanes are gone. */
  @Override
  public Future<?> drain(Duration patience) {
    if (rest != null) {
      rest.close();
    }
    HttpServer listening = server;
    NearCache copies = nearCache;
    Future<?> closed =
        listening == null
            ? Future.succeededFuture()
            : listening.shutdown(patience.plus(CANCELLED_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    return copies == null ? closed : closed.eventually(copies::end);
  }

  /** The port that it listens on, once started. */
  public int port() {
    HttpServer listening = server;
    if (listening == null) {
      throw new IllegalStateException("not started");
    }
    return listening.actualPort();
  }

  /** The Studio's routes. */
  @Override
  public Future<?> mount(Vertx vertx, Router router) {
    return studio.mount(vertx, router);
  }

  @Override
  public Future<?> listening(int port) {
    return studio.listening(port);
  }

  /** Where this machine reaches it; empty until it listens. */
  private Optional<SocketAddress> address() {
    HttpServer listening = server;
    if (listening == null || listening.actualPort() < 1) {
      return Optional.empty();
    }
    String host = settings.listen().host();
    return Optional.of(
        SocketAddress.inetSocketAddress(
            listening.actualPort(), EVERYWHERE.contains(host) ? "127.0.0.1" : host));
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(REQUEST_LINE_MAX)
        // a connection string and a token may be longer than the usual limit for all headers
        .setMaxHeaderSize(HEADERS_MAX)
        // RFC 9113 gave up the upgrade to HTTP/2 in clear text; clients that still ask for it (that
        // of
        // the JDK does) lose long answers now and then, the first bytes being read as HTTP/1.1
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) settings.rest().timeout().plus(IDLE_MARGIN).toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHandle100ContinueAutomatically(true)
        // nobody speaks WebSocket here: no handler of it need look at each message
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        // the limit for a body holds for a form as well
        .setMaxFormAttributeSize(-1);
  }

  private Router router(RestHandler rest, Tokens tokens, Lanes lanes, LaneStates states) {
    Router router = Router.router(vertx);
    router.route().handler(observations::attach);
    router.route("/rest/v1/*").handler(settings.origins()::handle);
    router.options("/rest/v1/*").handler(rest::handleOptions);
    router.get("/rest/v1/").handler(rest::handleRoot);
    router.head("/rest/v1/").handler(rest::handleRoot);
    router.route("/rest/v1/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(rest::handle);
    router
        .post("/rest/v1/batch")
        .handler(BodyHandler.create(false).setBodyLimit(settings.requestBytesMax()))
        .handler(rest::handleBatch);
    router
        .route("/rest/v1/*")
        .handler(BodyHandler.create(false).setBodyLimit(settings.requestBytesMax()))
        .handler(rest::handle);
    if (settings.sql().enabled()) {
      new SqlHandler(vertx, settings.sql(), new SqlLogin(tokens, settings.rest()), lanes)
          .mount(router);
    }
    monitoring.health().mount(router);
    new ApiRoutes(
            states,
            lanes,
            new ApiRoutes.Tables(settings.rest().schemas().getFirst(), settings.declaredTables()))
        .mount(router);
    router.errorHandler(400, context -> RestHandler.write(context, Problem.malformed()));
    router.errorHandler(404, context -> RestHandler.write(context, Problem.path()));
    router.errorHandler(405, context -> RestHandler.write(context, Problem.path()));
    router.errorHandler(
        413,
        context -> RestHandler.write(context, Problem.bodyTooLarge(settings.requestBytesMax())));
    router.errorHandler(500, GatewayVerticle::bug);
    return router;
  }

  private static void bug(RoutingContext context) {
    String incident = UUID.randomUUID().toString();
    HttpServerResponse response = context.response();
    RequestLine.of(LOG.atError(), response.headers().get(RequestId.HEADER), TraceId.told(response))
        .setCause(context.failure())
        .log("incident {}", incident);
    if (!context.response().headWritten()) {
      RestHandler.write(context, Problem.internal(incident));
    }
  }
}
