package io.twinlane.schema.message;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of the rows of a statement, or the transaction is rolled back.
 *
 * @param rowsExactly the number of rows that it must have; null for any
 * @param rowsMax the number of rows that it may have at most; null for any
 */
public record Expectation(@Nullable Long rowsExactly, @Nullable Long rowsMax) {

  private static final Expectation NONE = new Expectation(null, null);
  private static final Expectation SINGLE = new Expectation(1L, null);

  public static Expectation none() {
    return NONE;
  }

  /** Exactly one row. */
  public static Expectation single() {
    return SINGLE;
  }

  /** Whether a statement of so many rows is as expected. */
  public boolean holds(long rows) {
    return (rowsExactly == null || rowsExactly == rows) && (rowsMax == null || rows <= rowsMax);
  }
}
