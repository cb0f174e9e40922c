package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.bus.Services;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.schema.settings.SchemaFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The routes of what the Studio is told. They ask the lanes by a list of services of their own,
 * since they live on the event loop of the management server, and that may be another one than the
 * gateway's.
 */
public final class Facts {

  private final Services services;
  private final LaneLooks looks;
  private final SchemaFacts schema;
  private final RequestTotals requests;
  private final Vertx vertx;

  /**
   * What may be told of.
   *
   * @param folder whose migrations the database should have
   * @param laneSilenceMax how long a lane may tell nothing before it counts as gone
   */
  public record Terms(SchemaFolder folder, Duration laneSilenceMax) {}

  /**
   * Facts for routes on the event loop that this is called on.
   *
   * @param requests of this gateway
   */
  public Facts(Vertx vertx, Terms terms, RequestTotals requests) {
    this.vertx = vertx;
    this.requests = requests;
    this.services = new Services(vertx, terms.laneSilenceMax());
    Lanes lanes = new Lanes(vertx.eventBus(), services);
    this.looks = new LaneLooks(vertx.eventBus(), services);
    this.schema = new SchemaFacts(vertx, lanes, terms.folder());
  }

  /**
   * Adds the routes below the Studio's own; done once it is heard what services there are.
   *
   * @param stays whether somebody who was let in once may still be told; asked once a second and at
   *     each write, and no use of a session
   */
  public Future<?> mount(Router api, Predicate<RoutingContext> stays) {
    LaneFacts lanes = new LaneFacts(vertx, looks, requests, stays);
    api.get("/lanes").handler(lanes::stream);
    api.get("/lanes/statements/:hash").handler(lanes::statement);
    api.get("/schema").handler(schema::answer);
    return services.listen();
  }
}
