package io.twinlane.bench.check;

import java.util.Set;

/** What a client knows of an operation once its request has ended. */
enum Outcome {
  /** It was answered as it should be. */
  DONE,
  /** It certainly was not done. */
  NOT_DONE,
  /** A write that may have happened, or may still happen. */
  UNKNOWN;

  /** Statuses of at least 500 by which the suite says that nothing was done, or undone. */
  private static final Set<Integer> CERTAIN = Set.of(503, 507);

  static Outcome of(Answer answer) {
    return switch (answer) {
      case Answer.NotSent _ -> NOT_DONE;
      case Answer.Lost _ -> UNKNOWN;
      case Answer.Came came -> of(came);
    };
  }

  private static Outcome of(Answer.Came came) {
    if (came.good()) {
      return DONE;
    }
    boolean certain = came.status() < 500 || CERTAIN.contains(came.status());
    return certain && !came.saysUnknown() ? NOT_DONE : UNKNOWN;
  }
}
