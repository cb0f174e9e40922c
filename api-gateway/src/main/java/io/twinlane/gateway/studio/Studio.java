package io.twinlane.gateway.studio;

import io.twinlane.gateway.auth.OwnKey;
import io.twinlane.gateway.auth.TokenSettings;
import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.bus.Services;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.gateway.rest.RestSettings;
import io.twinlane.gateway.studio.Errands.SqlUse;
import io.twinlane.gateway.studio.facts.Facts;
import io.twinlane.schema.service.ManagementRoutes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Studio below {@code /studio/} on the management port. Wires its parts to their paths; where
 * it is not enabled, there is nothing.
 */
public final class Studio implements ManagementRoutes {

  private static final String ALL = "/studio/*";
  private static final String API = "/studio/api/";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
  private static final int STATEMENT_BYTES_MAX = 1 << 20;
  private static final int WORDS_BYTES_MAX = 8 << 10;

  private final Terms terms;
  private final Gateway gateway;
  private final Consumer<String> shown;
  private final OwnKey key = new OwnKey();
  private final Cookie cookie = new Cookie();
  private @Nullable Door door;
  private @Nullable Vertx vertx;
  private int port;

  /**
   * A Studio before a gateway.
   *
   * @param shown is given each link with a one-time token, on a thread that may block
   */
  public Studio(Terms terms, Gateway gateway, Consumer<String> shown) {
    this.terms = terms;
    this.gateway = gateway;
    this.shown = shown;
  }

  /** What it needs to know. */
  public record Terms(
      StudioSettings studio,
      TokenSettings tokens,
      RestSettings rest,
      boolean sqlEnabled,
      Facts.Terms facts) {}

  /**
   * The gateway that it stands before.
   *
   * @param port where clients come in; empty until it has started
   * @param requests begins to count them
   */
  public record Gateway(Supplier<Optional<SocketAddress>> port, Supplier<RequestTotals> requests) {}

  /** What the tokens are signed with that it makes; null where it is not enabled. */
  public @Nullable OwnKey key() {
    return terms.studio().enabled() ? key : null;
  }

  @Override
  public Future<?> mount(Vertx vertx, Router router) {
    router.route(ALL).handler(Guard::protect);
    if (!terms.studio().enabled()) {
      router.route(ALL).handler(Studio::missing);
      return Future.succeededFuture();
    }
    this.vertx = vertx;
    StudioSessions sessions = new StudioSessions(InstantSource.system(), terms.studio().idle());
    vertx.setPeriodic(LOOK_EVERY.toMillis(), _ -> sessions.endOver());
    mountDoor(router, sessions);
    Services services = new Services(vertx, terms.facts().laneSilenceMax());
    mountErrands(vertx, router, new Lanes(vertx.eventBus(), services));
    Router told = Router.router(vertx);
    Future<?> listening = new Facts(vertx, terms.facts(), gateway.requests().get()).mount(told);
    router.route(API + "*").subRouter(told);
    router.route(API + "*").handler(Studio::missing);
    router.route(ALL).handler(new Pages(vertx)::handle);
    return Future.all(services.listen(), listening);
  }

  private static void missing(RoutingContext context) {
    StudioAnswer.problem(context, StudioProblem.missing());
  }

  /** What is mounted after this is for who is logged in. */
  private void mountDoor(Router router, StudioSessions sessions) {
    Guard guard = new Guard(terms.studio().hosts(), sessions, cookie);
    Door opened = new Door(terms.studio(), terms.rest(), sessions, cookie);
    this.door = opened;
    router.route(ALL).failureHandler(StudioAnswer::failed).handler(guard::namedRight);
    router.route(API + "*").handler(Guard::ownPage);
    router.post(API + "login").handler(body(WORDS_BYTES_MAX)).handler(opened::logIn);
    router.post(API + "token").handler(context -> opened.renew(context, this::show));
    router.route(API + "*").handler(guard::knowing);
    router.get(API + "session").handler(opened::show);
    router.put(API + "session").handler(body(WORDS_BYTES_MAX)).handler(opened::actAs);
    router.post(API + "logout").handler(opened::logOut);
  }

  private void mountErrands(Vertx vertx, Router router, Lanes lanes) {
    Errands errands =
        new Errands(
            new Errands.Terms(
                terms.studio().readOnly(), open(), sqlUse(), terms.studio().audited()),
            new Passing(vertx, gateway.port(), terms.rest().timeout()),
            new LaneLogins(lanes),
            key.signer(vertx, terms.tokens()));
    router.route(API + "rest/v1/*").handler(errands::rest);
    router.post(API + "sql/cached").handler(body(STATEMENT_BYTES_MAX)).handler(errands::cached);
    router.post(API + "sql/direct").handler(body(STATEMENT_BYTES_MAX)).handler(errands::direct);
  }

  private boolean open() {
    return !terms.tokens().usable() && terms.rest().anonymousRole() == null;
  }

  private SqlUse sqlUse() {
    if (!terms.sqlEnabled()) {
      return SqlUse.SWITCHED_OFF;
    }
    return terms.rest().preRequest() == null ? SqlUse.YES : SqlUse.PRE_REQUEST;
  }

  private static Handler<RoutingContext> body(int bytesMax) {
    return BodyHandler.create(false).setBodyLimit(bytesMax);
  }

  @Override
  public Future<?> listening(int port) {
    this.port = port;
    cookie.ofPort(port);
    Door opened = door;
    return opened == null ? Future.succeededFuture() : show(opened.token());
  }

  /** The fragment of a link reaches no server, and no log on the way. */
  private Future<?> show(String token) {
    String link = "http://127.0.0.1:%d/studio/#token=%s".formatted(port, token);
    return Objects.requireNonNull(vertx)
        .executeBlocking(() -> {
          shown.accept(link);
          return link;
        });
  }
}
