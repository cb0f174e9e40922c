package io.twinlane.query;

import io.twinlane.postgres.SqlState;
import io.twinlane.schema.catalog.Catalog;
import io.twinlane.schema.message.CatalogReply;
import io.twinlane.schema.message.CatalogRequest;
import io.twinlane.schema.message.Reply;
import io.twinlane.schema.message.Transaction.Access;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the catalog that was read last, and reads it anew when asked for a fresh one.
 *
 * <p>One reading at a time for a list of schemas, and never more often than {@link #PAUSE}: whoever
 * asks in between gets the reading that is under way or just done. Lives on one event loop.
 */
final class CatalogKeeper {

  /** A client that keeps naming tables that do not exist must not keep PostgreSQL busy. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final CatalogReader reader;
  private final Map<List<String>, Reading> readings = new HashMap<>();
  private @Nullable String mark;

  CatalogKeeper(CatalogReader reader) {
    this.reader = reader;
  }

  private record Reading(Future<Catalog> catalog, long beganNanos) {

    boolean usable(boolean fresh) {
      boolean recent = System.nanoTime() - beganNanos < PAUSE.toNanos();
      return !catalog.failed() && (!fresh || recent || !catalog.isComplete());
    }
  }

  /** The catalog of some schemas, or the failure of reading it. */
  Future<Reply> answer(CatalogRequest request) {
    return reading(request)
        .catalog()
        .map(CatalogKeeper::reply)
        .otherwise(cause -> SqlState.failure(cause, Access.READ_ONLY, Integer.MAX_VALUE));
  }

  /** Hears what the schema is known by, and answers whether it is another one than before. */
  boolean changed(String markSeen) {
    boolean changed = mark != null && !mark.equals(markSeen);
    mark = markSeen;
    if (changed) {
      forget();
    }
    return changed;
  }

  /** What was read may not be the schema any more. */
  void forget() {
    readings.clear();
  }

  private Reading reading(CatalogRequest request) {
    Reading last = readings.get(request.schemas());
    if (last != null && last.usable(request.fresh())) {
      return last;
    }
    Reading next = new Reading(reader.read(request.schemas()), System.nanoTime());
    readings.put(request.schemas(), next);
    return next;
  }

  private static Reply reply(Catalog catalog) {
    return new CatalogReply(catalog);
  }
}
