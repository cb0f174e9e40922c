package io.twinlane.postgres;

/**
 * Keeps retries to a tenth of the requests, so that trying again cannot become the load that makes
 * it necessary. Some may always be saved up for a quiet service. Lives on one event loop.
 */
final class RetryBudget {

  private static final double SHARE = 0.1;
  private static final double SAVED_MAX = 10;

  private double saved = SAVED_MAX;

  /** A request came in. */
  void earn() {
    saved = Math.min(SAVED_MAX, saved + SHARE);
  }

  /** Takes what one retry costs, if there is enough. */
  boolean spend() {
    if (saved < 1) {
      return false;
    }
    saved--;
    return true;
  }
}
