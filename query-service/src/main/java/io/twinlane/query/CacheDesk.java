package io.twinlane.query;

import io.twinlane.schema.message.CacheReply;
import io.twinlane.schema.message.CacheRequest;
import io.twinlane.schema.message.TablesChanged;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows an operator how the cache does, and empties it on request. */
final class CacheDesk {

  private final CacheSettings settings;
  private final CachedLane lane;
  private final CacheBook book;

  CacheDesk(CacheSettings settings, CachedLane lane, CacheBook book) {
    this.settings = settings;
    this.lane = lane;
    this.book = book;
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
        book.statements());
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
      case STATEMENT -> lane.cache().drop(key -> CacheBook.hash(key.sql()).equals(name));
    }
    return before - lane.cache().size();
  }
}
