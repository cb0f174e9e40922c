package io.twinlane.query;

import io.twinlane.schema.service.Recent;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which statements have lately been answered in under 2 ms, by their text and by the role
 * that runs them, which may see other rows of a table. Lives on one event loop.
 *
 * <p>One slow answer ends it for a statement, and a few quick ones in a row bring it back.
 */
final class QuickStatements {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int LENGTH_MAX = 4_096;
  private static final long QUICK_NANOS = Duration.ofMillis(2).toNanos();
  private static final int HALVING = 2;

  /** The slowest answer of late, in nanoseconds, halved with each answer that follows. */
  private final Map<Run, Long> slowest = new Recent<>(REMEMBERED_MAX);

  /** A text, and as whom it is run; null for the user's own role. */
  private record Run(@Nullable String role, String sql) {}

  boolean knows(@Nullable String role, String sql) {
    Long nanos = slowest.get(new Run(role, sql));
    return nanos != null && nanos < QUICK_NANOS;
  }

  /** Whether it would be remembered that a text is quick. */
  static boolean remembers(String sql) {
    return sql.length() <= LENGTH_MAX;
  }

  /** How many of it are likely to be answered within such a time: at least one. */
  int fitting(@Nullable String role, String sql, Duration time) {
    long nanos = Math.max(1, slowest.getOrDefault(new Run(role, sql), QUICK_NANOS));
    return Math.clamp(time.toNanos() / nanos, 1, Integer.MAX_VALUE);
  }

  void took(@Nullable String role, String sql, long nanos) {
    if (!remembers(sql)) {
      return;
    }
    slowest.merge(new Run(role, sql), nanos, (before, last) -> Math.max(before / HALVING, last));
  }
}
