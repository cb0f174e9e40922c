package io.twinlane.postgres;

/** What a statement may leave behind in its session, and so what must be undone before another. */
public enum Traces {
  NOTHING,
  /** What {@code currval} and {@code lastval} tell, at which it does not look itself. */
  NUMBERS,
  /** The same, at which it may look. */
  SEQUENCES,
  /** Settings, temporary tables, locks, cursors, prepared statements, an open transaction. */
  ANYTHING;

  /** All that the two may leave. */
  public Traces and(Traces other) {
    return compareTo(other) < 0 ? other : this;
  }

  /** Whether another client's statement may run beside these and see nothing of them. */
  boolean hiddenFrom(Traces next) {
    return switch (this) {
      case NOTHING -> true;
      case NUMBERS, SEQUENCES -> next.compareTo(SEQUENCES) < 0;
      case ANYTHING -> false;
    };
  }
}
