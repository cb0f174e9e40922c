package io.twinlane.postgres;

import io.twinlane.schema.service.Recent;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which statements have lately been answered in under 2 ms, by their text and by the role
 * that runs them, which may see other rows of a table. Lives on one event loop.
 *
 * <p>One slow answer ends it for a statement, and a few quick ones in a row bring it back. But
 * where all have too much to do, every answer is slow: so it is remembered as well which statements
 * were answered quickly at least now and then.
 */
public final class QuickStatements {

  private static final int REMEMBERED_MAX = 1_000;
  private static final int LENGTH_MAX = 4_096;
  private static final long QUICK_NANOS = Duration.ofMillis(2).toNanos();
  private static final long NEVER_SLOW_NANOS = Duration.ofMillis(20).toNanos();
  private static final int HALVING = 2;
  private static final int FADING = 8;

  private final Map<Run, Took> all = new Recent<>(REMEMBERED_MAX);

  /** A text, and as whom it is run; null for the user's own role. */
  private record Run(@Nullable String role, String sql) {}

  /**
   * How long answers took of late, in nanoseconds.
   *
   * @param slowest halved with each answer that follows
   * @param quickest an eighth more with each answer that follows
   */
  private record Took(long slowest, long quickest) {

    Took and(long last) {
      return new Took(
          Math.max(slowest / HALVING, last), Math.min(quickest + quickest / FADING, last));
    }
  }

  /**
   * Whether it is to be taken for quick.
   *
   * @param crowded whether others wait for connections of their own, where one more of them makes
   *     it only worse
   */
  public boolean isQuick(@Nullable String role, String sql, boolean crowded) {
    return knows(role, sql) || (crowded && expects(role, sql));
  }

  /** Whether its answers are quick. */
  public boolean knows(@Nullable String role, String sql) {
    Took took = all.get(new Run(role, sql));
    return took != null && took.slowest() < QUICK_NANOS;
  }

  /** Whether it would be quick if there were less to do: none took long, and some did not. */
  public boolean expects(@Nullable String role, String sql) {
    Took took = all.get(new Run(role, sql));
    return took != null && took.quickest() < QUICK_NANOS && took.slowest() < NEVER_SLOW_NANOS;
  }

  /** Whether it would be remembered that a text is quick. */
  public static boolean remembers(String sql) {
    return sql.length() <= LENGTH_MAX;
  }

  /** How many of it are likely to be answered within such a time: at least one. */
  public int fitting(@Nullable String role, String sql, Duration time) {
    Took took = all.get(new Run(role, sql));
    long nanos = took == null ? QUICK_NANOS : Math.max(1, took.slowest());
    return Math.clamp(time.toNanos() / nanos, 1, Integer.MAX_VALUE);
  }

  /** It was answered within such a time, in nanoseconds. */
  public void took(@Nullable String role, String sql, long nanos) {
    if (!remembers(sql)) {
      return;
    }
    all.merge(new Run(role, sql), new Took(nanos, nanos), (before, _) -> before.and(nanos));
  }
}
