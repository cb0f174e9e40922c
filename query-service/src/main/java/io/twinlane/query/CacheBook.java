package io.twinlane.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.twinlane.schema.message.CacheReply.OfStatement;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.CacheStatus.Source;
import io.twinlane.schema.message.Statement;
import io.twinlane.schema.message.Work;
import io.twinlane.schema.metrics.Histogram;
import io.twinlane.schema.metrics.Measure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what the cache did, in all and for each statement. Lives on one event loop. */
final class CacheBook {

  private static final long CHARS_MAX = 2 << 20;
  private static final int STATEMENTS_SHOWN = 100;
  private static final long[] AGES_SECONDS = {1, 5, 15, 30, 60, 75, 3_600};

  private static final Measure AGE =
      Measure.seconds(
          "twinlane_cache_served_age_seconds",
          "How long ago answers that were served from the cache had been read",
          AGES_SECONDS);

  private final MeterRegistry meters;
  private final Map<String, AtomicLong> outcomes = new HashMap<>();
  private final Histogram ages;
  private final Cache<String, Tally> tallies =
      Caffeine.newBuilder()
          .maximumWeight(CHARS_MAX)
          .weigher((String sql, Tally _) -> sql.length() + 200)
          .executor(Runnable::run)
          .build();

  /** One that counts there as well. */
  CacheBook(MeterRegistry meters) {
    this.meters = meters;
    this.ages = Histogram.of(meters, AGE);
    // that there are none must be told as well, or the first one would be no increase
    for (Source source : Source.values()) {
      outcome(new CacheStatus(source, false, false, null, 0, 0, null));
    }
  }

  private static final class Tally {

    private long hits;
    private long misses;
    private long collapsed;
    private long stale;
    private long bypassed;
    private long reads;
    private long readNanos;
    private long bytesServed;

    /** Of those that have one: the words are the code's, so that there are few. */
    private @Nullable Map<String, AtomicLong> reasons;

    private void count(CacheStatus status) {
      switch (status.source()) {
        case HIT -> hits++;
        case STALE -> stale++;
        case BYPASS -> bypassed++;
        case MISS -> {
          if (status.collapsed()) {
            collapsed++;
          } else {
            misses++;
          }
        }
      }
      if (status.detail() != null && status.source() != Source.STALE) {
        notCached(status.detail());
      }
    }

    private void notCached(String reason) {
      if (reasons == null) {
        reasons = new HashMap<>();
      }
      AtomicLong count = reasons.computeIfAbsent(reason, _ -> new AtomicLong());
      count.setPlain(count.getPlain() + 1);
    }

    private OfStatement shown(String sql, Stock.@Nullable Of stored) {
      double meanMillis = reads == 0 ? 0 : (double) readNanos / reads / 1_000_000;
      return new OfStatement(
          Statement.hash(sql),
          sql,
          hits,
          misses,
          collapsed,
          stale,
          bypassed,
          bytesServed,
          (long) ((hits + stale + collapsed) * meanMillis),
          reads == 0 ? null : Math.round(meanMillis * 1_000) / 1_000.0,
          stored == null ? 0 : stored.entries(),
          stored == null ? null : stored.tables());
    }

    private long total() {
      return hits + misses + collapsed + stale + bypassed;
    }
  }

  /** Where it counts. */
  MeterRegistry meters() {
    return meters;
  }

  /** What became of a request. */
  void count(Work work, CacheStatus status) {
    AtomicLong count = outcome(status);
    count.setOpaque(count.getPlain() + 1);
    tally(work).count(status);
  }

  private AtomicLong outcome(CacheStatus status) {
    String word = status.detail() == null ? word(status) : word(status) + "-" + status.detail();
    AtomicLong known = outcomes.get(word);
    if (known == null) {
      known = shown(status);
      outcomes.put(word, known);
    }
    return known;
  }

  /** The reasons are words of the code, so that there are few of these. */
  private AtomicLong shown(CacheStatus status) {
    AtomicLong count = new AtomicLong();
    FunctionCounter.builder("twinlane.cache.requests", count, AtomicLong::getOpaque)
        .description("Reads, by what the cache had to do with them and why")
        .tags("status", word(status), "reason", status.detail() == null ? "none" : status.detail())
        .register(meters);
    return count;
  }

  private static String word(CacheStatus status) {
    return switch (status.source()) {
      case HIT -> "hit";
      case STALE -> "stale";
      case MISS -> status.collapsed() ? "collapsed" : "miss";
      case BYPASS -> "bypass";
    };
  }

  /** How long PostgreSQL took for a work. */
  void took(Work work, long nanos) {
    Tally tally = tally(work);
    tally.reads++;
    tally.readNanos += nanos;
  }

  /** An answer of this age and weight was served from the cache. */
  void served(Work work, long ageNanos, long bytes) {
    tally(work).bytesServed += bytes;
    ages.add(ageNanos);
  }

  Map<String, Long> outcomes() {
    Map<String, Long> counted = new TreeMap<>();
    outcomes.forEach((word, count) -> {
      if (count.getPlain() > 0) {
        counted.put(word, count.getPlain());
      }
    });
    return counted;
  }

  /** By the largest age in seconds of each class. */
  Map<String, Long> ages() {
    Map<String, Long> named = new TreeMap<>();
    long[] counts = ages.counts();
    for (int i = 0; i < counts.length; i++) {
      named.put(i < AGES_SECONDS.length ? Long.toString(AGES_SECONDS[i]) : "more", counts[i]);
    }
    return named;
  }

  /** The statements that were asked for most, with what is stored of them. */
  List<OfStatement> statements(Stock stock) {
    return tallies.asMap().entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Tally> entry) -> entry.getValue().total())
                .reversed())
        .limit(STATEMENTS_SHOWN)
        .map(entry -> entry.getValue().shown(entry.getKey(), stock.of(entry.getKey())))
        .toList();
  }

  /** The text of a statement, by its hash; null if none is counted by that. */
  @Nullable String text(String hash) {
    return tallies.asMap().keySet().stream()
        .filter(Statement.called(hash))
        .findFirst()
        .orElse(null);
  }

  /** Why answers of a statement were not stored or not asked for, and how often. */
  Map<String, Long> notCached(String sql) {
    Tally tally = tallies.getIfPresent(sql);
    Map<String, Long> counted = new TreeMap<>();
    if (tally != null && tally.reasons != null) {
      tally.reasons.forEach((reason, count) -> counted.put(reason, count.getPlain()));
    }
    return counted;
  }

  private Tally tally(Work work) {
    return tallies.get(work.statements().getFirst().sql(), _ -> new Tally());
  }
}
