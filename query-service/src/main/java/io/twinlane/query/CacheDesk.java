package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.FiguresReply.OfEntry;
import io.twinlane.schema.message.FiguresReply.OfStatement;
import io.twinlane.schema.message.ReadFrom;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.TablesChanged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows an operator how the cache does, and empties it on request. Lives on one event loop. */
final class CacheDesk {

  private static final int ENTRIES_SHOWN = 100;

  private final CacheSettings settings;
  private final CachedLane lane;
  private final CacheBook book;
  private final ReadSets readSets;
  private final KeyDigest digest = new KeyDigest();

  CacheDesk(CacheSettings settings, CachedLane lane, CacheBook book, ReadSets readSets) {
    this.settings = settings;
    this.lane = lane;
    this.book = book;
    this.readSets = readSets;
  }

  CacheReply answer(CacheRequest request) {
    long flushed = flushed(request.flush(), request.name());
    AnswerCache cache = lane.cache();
    return new CacheReply(
        settings.enabled(),
        cache.size(),
        cache.bytes(),
        settings.bytesMax(),
        flushed,
        book.outcomes(),
        book.ages(),
        book.statements(cache.stock()));
  }

  /** What is known of a statement, by its hash; null if nothing is, or if nobody asks. */
  @Nullable OfStatement statement(@Nullable String hash) {
    String sql = hash == null ? null : book.text(hash);
    return sql == null
        ? null
        : new OfStatement(sql, readSet(sql), book.notCached(sql), entries(sql));
  }

  private @Nullable Set<String> readSet(String sql) {
    Stock.Of stored = lane.cache().stock().of(sql);
    if (stored != null) {
      return stored.tables();
    }
    ReadFrom known = readSets.remembered(sql);
    return known == null ? null : known.tables();
  }

  private List<OfEntry> entries(String sql) {
    long now = System.nanoTime();
    return lane.cache().some(sql, ENTRIES_SHOWN).stream().map(each -> shown(each, now)).toList();
  }

  private OfEntry shown(Map.Entry<CacheKey, Entry> each, long now) {
    Entry entry = each.getValue();
    return new OfEntry(
        digest.of(each.getKey()),
        each.getKey().role(),
        Math.ceilDiv(entry.ageNanos(now), 1_000_000_000L),
        entry.bytes());
  }

  /** A table is marked as written, so that what is being read just now is not stored either. */
  private long flushed(CacheRequest.Flush flush, @Nullable String name) {
    long before = lane.cache().size();
    switch (flush) {
      case NOTHING -> {
        return 0;
      }
      case ALL -> lane.markEverything();
      case TABLE -> {
        lane.mark(new TablesChanged(Set.of(String.valueOf(name)), false, "flush", null));
        lane.cache().dropMarked();
      }
      case STATEMENT -> {
        Predicate<String> meant = Statement.called(name);
        lane.cache().drop(key -> meant.test(key.sql()));
      }
    }
    return before - lane.cache().size();
  }
}
