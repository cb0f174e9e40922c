package io.twinlane.schema.service;

import io.twinlane.schema.message.Address;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CacheRequest.Flush;
import io.twinlane.schema.message.Reply;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * What an operator may ask of the cache on the management port: {@code GET /cache} shows it, {@code
 * POST /cache/flush} empties it, whole, or with {@code ?table=schema.table} or {@code
 * ?statement=hash} a part of it.
 */
final class CacheRoutes {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final EventBus bus;

  private CacheRoutes(EventBus bus) {
    this.bus = bus;
  }

  static void mount(Router router, EventBus bus) {
    CacheRoutes routes = new CacheRoutes(bus);
    router
        .get("/cache")
        .handler(context -> routes.answer(context, new CacheRequest(Flush.NOTHING, null)));
    router
        .post("/cache/flush")
        .handler(context -> routes.answer(context, flush(context.request())));
  }

  private static CacheRequest flush(HttpServerRequest request) {
    String table = request.getParam("table");
    String statement = request.getParam("statement");
    if (table != null) {
      return new CacheRequest(Flush.TABLE, table);
    }
    return statement != null
        ? new CacheRequest(Flush.STATEMENT, statement)
        : new CacheRequest(Flush.ALL, null);
  }

  private void answer(RoutingContext context, CacheRequest request) {
    bus.<Reply>request(
            Address.CACHE.value(),
            request,
            new DeliveryOptions().setSendTimeout(TIMEOUT.toMillis()))
        .onSuccess(message -> write(context, 200, json((CacheReply) message.body())))
        .onFailure(
            _ -> write(context, 503, new JsonObject().put("message", "no query-service answers")));
  }

  private static JsonObject json(CacheReply reply) {
    return new JsonObject()
        .put("enabled", reply.enabled())
        .put("entries", reply.entries())
        .put("bytes", reply.bytes())
        .put("bytesMax", reply.bytesMax())
        .put("flushed", reply.flushed())
        .put("outcomes", reply.outcomes())
        .put("agesServed", reply.ages())
        .put(
            "statements",
            reply.statements().stream()
                .map(statement ->
                    new JsonObject()
                        .put("hash", statement.hash())
                        .put("sql", statement.sql())
                        .put("hits", statement.hits())
                        .put("misses", statement.misses())
                        .put("collapsed", statement.collapsed())
                        .put("stale", statement.stale())
                        .put("bytesServed", statement.bytesServed())
                        .put("savedMillis", statement.savedMillis()))
                .toList());
  }

  private static void write(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Json.encodePrettily(body));
  }
}
