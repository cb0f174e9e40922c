package io.twinlane.gateway.studio.facts;

import io.twinlane.gateway.http.Observation.Lane;
import io.twinlane.gateway.http.RequestTotals;
import io.twinlane.gateway.studio.facts.LaneLooks.Look;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.FiguresReply;
import io.twinlane.schema.message.FiguresReply.OfEntry;
import io.twinlane.schema.message.FiguresReply.OfPools;
import io.twinlane.schema.message.FiguresReply.OfStatement;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the lanes told, in the JSON that the page reads. */
final class LookText {

  /** A longer text is cut where many are told every second; alone it is told as it is. */
  private static final int SQL_MAX = 2_000;

  private LookText() {}

  static JsonObject of(Look look, RequestTotals requests) {
    JsonArray caches = new JsonArray();
    look.caches().forEach((instance, reply) -> caches.add(cache(instance, reply)));
    JsonArray pools = new JsonArray();
    look.cached().forEach((instance, reply) -> pools.add(pool(instance, Lane.CACHED, reply)));
    look.direct().forEach((instance, reply) -> pools.add(pool(instance, Lane.DIRECT, reply)));
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("caches", caches)
        .put("pools", pools)
        .put("requests", requests(requests));
  }

  private static JsonObject cache(String instance, CacheReply reply) {
    JsonObject outcomes = new JsonObject();
    // the reason stands behind the first dash, and has dashes itself
    reply.outcomes().forEach((word, count) -> outcomes.put(word.replaceFirst("-", ";"), count));
    JsonArray statements = new JsonArray();
    reply.statements().forEach(each -> statements.add(share(each)));
    return new JsonObject()
        .put("instance", instance)
        .put("enabled", reply.enabled())
        .put("entries", reply.entries())
        .put("bytes", reply.bytes())
        .put("bytesMax", reply.bytesMax())
        .put("outcomes", outcomes)
        .put("ages", new JsonObject(Map.copyOf(reply.ages())))
        .put("statements", statements);
  }

  private static JsonObject share(CacheReply.OfStatement statement) {
    return new JsonObject()
        .put("hash", statement.hash())
        .put("sql", cut(statement.sql()))
        .put("hits", statement.hits())
        .put("misses", statement.misses())
        .put("collapsed", statement.collapsed())
        .put("stale", statement.stale())
        .put("bypassed", statement.bypassed())
        .put("bytesServed", statement.bytesServed())
        .put("savedMillis", statement.savedMillis())
        .put("meanMillis", statement.meanMillis());
  }

  private static JsonObject pool(String instance, Lane lane, FiguresReply reply) {
    OfPools pools = reply.pools();
    return new JsonObject()
        .put("instance", instance)
        .put("lane", lane.word())
        .put("inUse", pools.used())
        .put("idle", Math.max(0, pools.places() - pools.used()))
        .put("waiting", pools.waiting())
        .put("max", pools.places());
  }

  private static JsonObject requests(RequestTotals requests) {
    JsonObject byLane = new JsonObject();
    for (Lane lane : Lane.values()) {
      byLane.put(lane.word(), requests.of(lane));
    }
    return new JsonObject().put("byLane", byLane).put("failed", requests.failed());
  }

  /** One statement of each service that knows it; null if none does. */
  static @Nullable JsonObject statement(String hash, Map<String, FiguresReply> replies) {
    JsonArray instances = new JsonArray();
    String sql = null;
    for (Map.Entry<String, FiguresReply> each : replies.entrySet()) {
      OfStatement statement = each.getValue().statement();
      if (statement != null) {
        sql = statement.sql();
        instances.add(instance(each.getKey(), statement));
      }
    }
    return sql == null
        ? null
        : new JsonObject().put("hash", hash).put("sql", sql).put("instances", instances);
  }

  private static JsonObject instance(String instance, OfStatement statement) {
    JsonArray entries = new JsonArray();
    statement.entries().forEach(each -> entries.add(entry(each)));
    return new JsonObject()
        .put("instance", instance)
        .put("readSet", tables(statement.readSet()))
        .put("notCached", new JsonObject(Map.copyOf(statement.notCached())))
        .put("entries", entries);
  }

  /** How often a single answer was given, nobody counts. */
  private static JsonObject entry(OfEntry entry) {
    return new JsonObject()
        .put("key", entry.key())
        .put("role", entry.role())
        .put("ageSeconds", entry.ageSeconds())
        .put("bytes", entry.bytes())
        .putNull("hits");
  }

  private static @Nullable JsonArray tables(@Nullable Set<String> names) {
    return names == null ? null : new JsonArray(TablesChanged.shown(names));
  }

  static String cut(String sql) {
    return sql.length() <= SQL_MAX ? sql : sql.substring(0, SQL_MAX) + '…';
  }

  /** As people write them, in order. */
  static JsonArray tables(List<String> names) {
    return new JsonArray(TablesChanged.shown(names));
  }
}
