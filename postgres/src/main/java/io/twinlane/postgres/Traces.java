package io.twinlane.postgres;

/** What a statement may leave behind in its session, and so what must be undone before another. */
public enum Traces {
  NOTHING,
  /** What {@code currval} and {@code lastval} tell. */
  SEQUENCES,
  /** Settings, temporary tables, locks, cursors, prepared statements, an open transaction. */
  ANYTHING;

  /** All that the two may leave. */
  public Traces and(Traces other) {
    return compareTo(other) < 0 ? other : this;
  }
}
