package io.twinlane.schema.service;

import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.CacheRequest.Flush;
import io.twinlane.schema.message.TablesChanged;
import io.twinlane.schema.service.Caches.Answers;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may ask of the caches on the management port: {@code GET /cache} shows the one
 * of this process, or all of them where it has none; {@code POST /cache/flush} empties all of them,
 * whole, or with {@code ?table=schema.table} or {@code ?statement=hash} a part of each.
 */
final class CacheRoutes {

  private final Caches caches;

  private CacheRoutes(Caches caches) {
    this.caches = caches;
  }

  /** Adds the routes; done once it is heard what caches there are. */
  static Future<Void> mount(Router router, EventBus bus) {
    Caches caches = new Caches(bus);
    CacheRoutes routes = new CacheRoutes(caches);
    router.get("/cache").handler(routes::show);
    router.post("/cache/flush").handler(routes::flush);
    return caches.listen();
  }

  private void show(RoutingContext context) {
    CacheRequest request = new CacheRequest(Flush.NOTHING, null);
    caches
        .own(request)
        .onSuccess(reply -> write(context, 200, json(reply)))
        .onFailure(_ ->
            caches.all(request).onSuccess(answers -> answer(context, answers, new JsonObject())));
  }

  private void flush(RoutingContext context) {
    caches
        .flush(flush(context.request()))
        .onSuccess(answers ->
            answer(context, answers, new JsonObject().put("flushed", answers.flushed())));
  }

  private static void answer(RoutingContext context, Answers answers, JsonObject body) {
    JsonObject services = new JsonObject();
    answers.replies().forEach((instance, reply) -> services.put(instance, json(reply)));
    body.put("services", services);
    if (answers.silent() > 0) {
      body.put("message", answers.silent() + " query-service(s) gave no answer");
    } else if (services.isEmpty()) {
      body.put("message", "no query-service answers");
    }
    write(context, body.containsKey("message") ? 503 : 200, body);
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
                        .put("bypassed", statement.bypassed())
                        .put("bytesServed", statement.bytesServed())
                        .put("savedMillis", statement.savedMillis())
                        .put("meanMillis", statement.meanMillis())
                        .put("entries", statement.entries())
                        .put("readSet", readSet(statement.readSet())))
                .toList());
  }

  private static @Nullable List<String> readSet(@Nullable Set<String> tables) {
    return tables == null ? null : TablesChanged.shown(tables);
  }

  private static void write(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Json.encodePrettily(body));
  }
}
