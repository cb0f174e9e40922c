package io.twinlane.query;

import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import io.twinlane.schema.answer.Versions.Table;
import io.twinlane.schema.message.ReadFrom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many answers of each statement are stored, and may still be given: those that a write has
 * ended stay in the cache for a while. Kept up when something is stored or removed, so that nobody
 * has to count, and so a hit costs nothing. As large as the cache at most, since it knows no other
 * texts. Lives on one event loop.
 *
 * <p>Where roles read different tables with one statement, a write to a table of the one may count
 * answers of the other as ended, until those are stored again.
 */
final class Stock {

  private final Versions versions;
  private final Map<String, Kept> all = new HashMap<>();

  Stock(Versions versions) {
    this.versions = versions;
  }

  /**
   * What is stored of a statement.
   *
   * @param entries answers that no write has ended
   * @param tables whose writes end them, as the answer that was stored last has it
   */
  record Of(long entries, Set<String> tables) {}

  private static final class Kept {

    private long stored;
    private long live;
    private long noted;
    private List<Table> places = List.of();
    private Set<String> tables = Set.of();
  }

  void stored(CacheKey key, Entry entry) {
    Kept kept = all.computeIfAbsent(key.sql(), _ -> new Kept());
    kept.live = live(kept) + 1;
    kept.stored++;
    kept.noted = Math.max(kept.noted, entry.noted());
    kept.places = entry.tables();
    ReadFrom from = entry.done().readFrom();
    kept.tables = from == null ? Set.of() : from.tables();
  }

  void removed(CacheKey key, Entry entry) {
    Kept kept = all.get(key.sql());
    if (kept == null) {
      return;
    }
    if (versions.unmarkedSince(entry.noted(), entry.tables())) {
      kept.live = Math.max(0, live(kept) - 1);
    }
    kept.stored--;
    if (kept.stored == 0) {
      all.remove(key.sql());
    }
  }

  /** What is stored of a statement; null if nothing is. */
  @Nullable Of of(String sql) {
    Kept kept = all.get(sql);
    return kept == null ? null : new Of(live(kept), kept.tables);
  }

  /** A mark after the last of them was read has ended them all. */
  private long live(Kept kept) {
    return versions.unmarkedSince(kept.noted, kept.places) ? kept.live : 0;
  }
}
