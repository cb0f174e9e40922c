package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * Asks query-service how its cache does, after emptying it as far as it is asked to; the answer is
 * a {@link CacheReply}.
 *
 * @param flush what to empty
 * @param name the table as {@code schema.table}, or the statement by its hash; null for all
 */
public record CacheRequest(Flush flush, @Nullable String name) implements Request {

  /** What to empty. */
  public enum Flush {
    NOTHING,
    ALL,
    TABLE,
    STATEMENT
  }
}
