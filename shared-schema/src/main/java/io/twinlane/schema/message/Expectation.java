package io.twinlane.schema.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement must have given, or the transaction is rolled back.
 *
 * @param rowsExactly how many rows there must be; null for any number
 * @param rowsMax how many there may be; null for any number
 * @param tags of which one must be the {@link ContentTag} of what it gave, or {@link #ANY_CONTENT}
 *     if any will do as long as there is a row; empty if its content does not matter
 */
public record Expectation(@Nullable Long rowsExactly, @Nullable Long rowsMax, List<String> tags) {

  /** Stands for the tag of whatever is there. */
  public static final String ANY_CONTENT = "*";

  private static final Expectation NONE = new Expectation(null, null);
  private static final Expectation SINGLE = new Expectation(1L, null);

  /** Of the number of rows only. */
  public Expectation(@Nullable Long rowsExactly, @Nullable Long rowsMax) {
    this(rowsExactly, rowsMax, List.of());
  }

  public Expectation {
    tags = List.copyOf(tags);
  }

  public static Expectation none() {
    return NONE;
  }

  /** Exactly one row. */
  public static Expectation single() {
    return SINGLE;
  }

  /** Content that has one of these tags. */
  public static Expectation content(List<String> tags) {
    return new Expectation(null, null, tags);
  }

  /** Whether a statement that gives one row is sure to be as expected, whatever is in the row. */
  public boolean holdsForOneRow() {
    return (rowsExactly == null || rowsExactly == 1)
        && (rowsMax == null || rowsMax >= 1)
        && tags.isEmpty();
  }

  /** Whether what a statement gave is as expected. */
  public boolean holds(Result result) {
    long rows = result.rows();
    return (rowsExactly == null || rowsExactly == rows)
        && (rowsMax == null || rows <= rowsMax)
        && (tags.isEmpty() || tagged(result));
  }

  private boolean tagged(Result result) {
    return tags.contains(ANY_CONTENT)
        ? result.rows() > 0
        : tags.contains(ContentTag.of(List.of(result)));
  }
}
