package io.twinlane.query;

import io.twinlane.schema.service.Recent;
import java.time.Duration;
import java.util.Map;

/**
 * Remembers which statements have lately been answered in under 2 ms, by their text. Lives on one
 * event loop.
 *
 * <p>One slow answer ends it for a statement, and a few quick ones in a row bring it back.
 */
final class QuickStatements {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int LENGTH_MAX = 4_096;
  private static final long QUICK_NANOS = Duration.ofMillis(2).toNanos();
  private static final int HALVING = 2;

  /** The slowest answer of late, in nanoseconds, halved with each answer that follows. */
  private final Map<String, Long> slowest = new Recent<>(REMEMBERED_MAX);

  boolean knows(String sql) {
    Long nanos = slowest.get(sql);
    return nanos != null && nanos < QUICK_NANOS;
  }

  /** How many of it are likely to be answered within such a time: at least one. */
  int fitting(String sql, Duration time) {
    long nanos = Math.max(1, slowest.getOrDefault(sql, QUICK_NANOS));
    return Math.clamp(time.toNanos() / nanos, 1, Integer.MAX_VALUE);
  }

  void took(String sql, long nanos) {
    if (sql.length() > LENGTH_MAX) {
      return;
    }
    slowest.merge(sql, nanos, (before, last) -> Math.max(before / HALVING, last));
  }
}
