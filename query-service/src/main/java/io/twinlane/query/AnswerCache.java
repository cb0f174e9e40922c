package io.twinlane.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.answer.CacheKey;
import io.twinlane.schema.answer.Versions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The stored answers, bounded by their weight in bytes. Lives on one event loop.
 *
 * <p>Invariant 11: memory is bounded by bytes, and an answer that is too large is not stored.
 */
final class AnswerCache {

  private final CacheSettings settings;
  private final Versions versions;
  private final Stock stock;
  private final Cache<CacheKey, Entry> entries;

  AnswerCache(CacheSettings settings, Versions versions, MeterRegistry meters) {
    this.settings = settings;
    this.versions = versions;
    this.stock = new Stock(versions);
    Counter expired = evictions(meters, "expired");
    Counter displaced = evictions(meters, "size");
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(settings.bytesMax())
            .weigher((CacheKey _, Entry entry) -> (int) Math.min(Integer.MAX_VALUE, entry.weight()))
            .expireAfterWrite(settings.keptAtMost())
            .evictionListener((@Nullable CacheKey _, @Nullable Entry _, RemovalCause cause) ->
                (cause == RemovalCause.EXPIRED ? expired : displaced).increment())
            .removalListener((@Nullable CacheKey key, @Nullable Entry entry, RemovalCause _) -> {
              if (key != null && entry != null) {
                stock.removed(key, entry);
              }
            })
            .executor(Runnable::run)
            .build();
    gauge(meters, "twinlane.cache.entries", "Answers that are kept", Cache::estimatedSize);
    gauge(meters, "twinlane.cache.kept.bytes", "What all of them weigh", AnswerCache::weight);
    gauge(
        meters,
        "twinlane.cache.limit.bytes",
        "What all of them may weigh",
        _ -> settings.bytesMax());
  }

  private void gauge(
      MeterRegistry meters,
      String name,
      String what,
      ToDoubleFunction<Cache<CacheKey, Entry>> value) {
    Gauge.builder(name, entries, value).description(what).strongReference(true).register(meters);
  }

  private static Counter evictions(MeterRegistry meters, String cause) {
    return Counter.builder("twinlane.cache.evictions")
        .description("Answers that made room for others, or grew too old to be of any use")
        .tag("cause", cause)
        .register(meters);
  }

  /** The entry of a key, whatever its age; null if there is none, or if a table was written. */
  @Nullable Entry find(CacheKey key) {
    Entry entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    if (versions.unmarkedSince(entry.noted(), entry.tables())) {
      return entry;
    }
    entries.invalidate(key);
    return null;
  }

  /** Whether an entry of this age may be served as it is. */
  boolean fresh(Entry entry, long now) {
    return entry.ageNanos(now) < settings.maxAge().toNanos();
  }

  /** Whether it may be served while a newer one is being read. Invariant 8. */
  boolean servedWhileRevalidating(Entry entry, long now) {
    return within(entry, now, settings.staleWhileRevalidate());
  }

  /** Whether it may be served because a newer one cannot be read. */
  boolean servedOnError(Entry entry, long now) {
    return within(entry, now, settings.staleIfError());
  }

  private boolean within(Entry entry, long now, Duration longer) {
    return entry.ageNanos(now) < settings.maxAge().plus(longer).toNanos();
  }

  /** How long an entry may still be served as it is, in seconds; below zero if its time is over. */
  long ttlSeconds(Entry entry, long now) {
    return Math.floorDiv(settings.maxAge().toNanos() - entry.ageNanos(now), 1_000_000_000L);
  }

  boolean tooLarge(long weight) {
    return weight > settings.entryBytesMax() || weight > settings.bytesMax();
  }

  void store(CacheKey key, Entry entry) {
    // before, as another one is removed by it, or it is itself
    stock.stored(key, entry);
    entries.put(key, entry);
  }

  void remove(CacheKey key) {
    entries.invalidate(key);
  }

  /** Drops the entries whose keys are picked. */
  void drop(Predicate<CacheKey> picked) {
    entries.asMap().keySet().removeIf(picked);
  }

  /** Drops the entries that nobody may be given any more, to have their room back. */
  void dropMarked() {
    entries
        .asMap()
        .values()
        .removeIf(entry -> !versions.unmarkedSince(entry.noted(), entry.tables()));
  }

  /** How many answers of each statement there are. */
  Stock stock() {
    return stock;
  }

  /** Some answers of a statement that no write has ended, with what they are found by. */
  List<Map.Entry<CacheKey, Entry>> some(String sql, int max) {
    return entries.asMap().entrySet().stream()
        .filter(each -> each.getKey().sql().equals(sql))
        .filter(each -> versions.unmarkedSince(each.getValue().noted(), each.getValue().tables()))
        .limit(max)
        .toList();
  }

  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  long bytes() {
    return weight(entries);
  }

  private static long weight(Cache<CacheKey, Entry> entries) {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }
}
