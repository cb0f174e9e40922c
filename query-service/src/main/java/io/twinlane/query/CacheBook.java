package io.twinlane.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.twinlane.schema.message.CacheReply.OfStatement;
import io.twinlane.schema.message.CacheStatus;
import io.twinlane.schema.message.Work;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the cache did, in all and for each statement. Lives on one event loop. */
final class CacheBook {

  private static final long CHARS_MAX = 2 << 20;
  private static final int STATEMENTS_SHOWN = 50;
  private static final long[] AGES_SECONDS = {1, 5, 15, 30, 60, 75, 3_600};

  private final Map<String, Long> outcomes = new HashMap<>();
  private final long[] ages = new long[AGES_SECONDS.length + 1];
  private final Cache<String, Tally> tallies =
      Caffeine.newBuilder()
          .maximumWeight(CHARS_MAX)
          .weigher((String sql, Tally _) -> sql.length() + 200)
          .executor(Runnable::run)
          .build();

  private static final class Tally {

    private long hits;
    private long misses;
    private long collapsed;
    private long stale;
    private long missNanos;
    private long bytesServed;

    private void count(CacheStatus status) {
      switch (status.source()) {
        case HIT -> hits++;
        case STALE -> stale++;
        case BYPASS -> misses++;
        case MISS -> {
          if (status.collapsed()) {
            collapsed++;
          } else {
            misses++;
          }
        }
      }
    }

    private OfStatement shown(String sql) {
      long eachMillis = misses == 0 ? 0 : missNanos / misses / 1_000_000;
      return new OfStatement(
          hash(sql),
          sql,
          hits,
          misses,
          collapsed,
          stale,
          bytesServed,
          (hits + stale + collapsed) * eachMillis);
    }

    private long total() {
      return hits + misses + collapsed + stale;
    }
  }

  /** What became of a request. */
  void count(Work work, CacheStatus status) {
    outcomes.merge(word(status), 1L, Long::sum);
    tally(work).count(status);
  }

  private static String word(CacheStatus status) {
    String word =
        switch (status.source()) {
          case HIT -> "hit";
          case STALE -> "stale";
          case MISS -> status.collapsed() ? "collapsed" : "miss";
          case BYPASS -> "bypass";
        };
    return status.detail() == null ? word : word + "-" + status.detail();
  }

  /** How long PostgreSQL took for a work. */
  void took(Work work, long nanos) {
    tally(work).missNanos += nanos;
  }

  /** An answer of this age and weight was served from the cache. */
  void served(Work work, long ageNanos, long bytes) {
    tally(work).bytesServed += bytes;
    int slot = 0;
    while (slot < AGES_SECONDS.length && ageNanos > AGES_SECONDS[slot] * 1_000_000_000L) {
      slot++;
    }
    ages[slot]++;
  }

  Map<String, Long> outcomes() {
    return outcomes;
  }

  /** By the largest age in seconds of each class. */
  Map<String, Long> ages() {
    Map<String, Long> named = new TreeMap<>();
    for (int i = 0; i < ages.length; i++) {
      named.put(i < AGES_SECONDS.length ? Long.toString(AGES_SECONDS[i]) : "more", ages[i]);
    }
    return named;
  }

  /** The statements that were asked for most. */
  List<OfStatement> statements() {
    return tallies.asMap().entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Tally> entry) -> entry.getValue().total())
                .reversed())
        .limit(STATEMENTS_SHOWN)
        .map(entry -> entry.getValue().shown(entry.getKey()))
        .toList();
  }

  /** What a statement is called by those who flush it. */
  static String hash(String sql) {
    return "%08x".formatted(sql.hashCode());
  }

  private Tally tally(Work work) {
    return tallies.get(work.statements().getFirst().sql(), _ -> new Tally());
  }
}
