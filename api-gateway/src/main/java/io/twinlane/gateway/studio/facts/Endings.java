package io.twinlane.gateway.studio.facts;

import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheReply.OfStatement;
import io.twinlane.schema.message.TablesChanged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What writes end: of the statements that a look has found, the answers that are kept. Each is
 * ended once, until the next look finds it kept again. Lives on one event loop.
 */
final class Endings {

  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(String sql, Set<String> readSet, long entries) {

    Kept and(OfStatement other, Set<String> tables) {
      return new Kept(
          sql, readSet.equals(tables) ? readSet : union(tables), entries + other.entries());
    }

    private Set<String> union(Set<String> others) {
      Set<String> all = new HashSet<>(readSet);
      all.addAll(others);
      return all;
    }

    boolean endedBy(TablesChanged write) {
      return write.everything() || !Collections.disjoint(readSet, write.names());
    }
  }

  /** Looks anew. */
  void found(Collection<CacheReply> caches) {
    kept.clear();
    for (CacheReply cache : caches) {
      cache.statements().forEach(this::found);
    }
  }

  private void found(OfStatement statement) {
    Set<String> tables = statement.readSet();
    if (statement.entries() > 0 && tables != null) {
      Kept known = kept.get(statement.hash());
      kept.put(
          statement.hash(),
          known == null
              ? new Kept(statement.sql(), tables, statement.entries())
              : known.and(statement, tables));
    }
  }

  /** A write, with what it has ended. */
  JsonObject of(TablesChanged write) {
    JsonArray invalidated = new JsonArray();
    kept.entrySet()
        .removeIf(each -> {
          Kept one = each.getValue();
          boolean ended = one.endedBy(write);
          if (ended) {
            invalidated.add(
                new JsonObject()
                    .put("hash", each.getKey())
                    .put("sql", LookText.cut(one.sql()))
                    .put("entries", one.entries()));
          }
          return ended;
        });
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("requestId", write.requestId())
        .put("tables", LookText.tables(write.names()))
        .put("everything", write.everything())
        .put("invalidated", invalidated);
  }
}
