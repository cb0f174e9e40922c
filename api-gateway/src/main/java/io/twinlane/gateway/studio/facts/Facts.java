package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.bus.Lanes;
import io.twinlane.gateway.bus.Services;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.schema.settings.SchemaFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;

/**
 * The routes of what the Studio is told. They ask the lanes by a list of services of their own,
 * since they live on the event loop of the management server, and that may be another one than the
 * gateway's.
 */
public final class Facts {

  private final Services services;
  private final SchemaFacts schema;
  private final LaneFacts lanes;

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
    this.services = new Services(vertx, terms.laneSilenceMax());
    this.schema = new SchemaFacts(vertx, new Lanes(vertx.eventBus(), services), terms.folder());
    this.lanes = new LaneFacts(vertx, new LaneLooks(vertx.eventBus(), services), requests);
  }

  /** Adds the routes below the Studio's own; done once it is heard what services there are. */
  public Future<?> mount(Router api) {
    api.get("/lanes").handler(lanes::stream);
    api.get("/lanes/statements/:hash").handler(lanes::statement);
    api.get("/schema").handler(schema::answer);
    return services.listen();
  }
}
