package io.twinlane.bench.measure;

/**
 * Answers that were not as they should be.
 *
 * @param refused told to come back later (429, 503): overload, which a busy machine may bring
 * @param failed everything else that is no success, also none at all
 * @param otherwise successes that came by another way than was meant, such as from the cache
 * @param first what was said with the first that failed; empty if none did
 */
public record Unlike(long refused, long failed, long otherwise, String first) {

  public static final Unlike NONE = new Unlike(0, 0, 0, "");

  private static final int FIRST_MAX = 600;

  public Unlike {
    first = first.length() > FIRST_MAX ? first.substring(0, FIRST_MAX) + "…" : first;
  }

  /** Both together. */
  public Unlike plus(Unlike other) {
    return new Unlike(
        refused + other.refused,
        failed + other.failed,
        otherwise + other.otherwise,
        first.isEmpty() ? other.first : first);
  }
}
