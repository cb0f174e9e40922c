package io.twinlane.schema.message;

/**
 * What a lane makes of one column of a statement's rows.
 *
 * @param name the key in the JSON object of a row
 * @param use how the column's value gets there, or what else it is for
 */
public record ResultColumn(String name, Use use) {

  private static final ResultColumn TOTAL = new ResultColumn("", Use.TOTAL);
  private static final ResultColumn PRESENT = new ResultColumn("", Use.PRESENT);

  /**
   * The ways of a column. The statement selects what its way needs, and the row writer relies on
   * it.
   */
  public enum Use {
    /**
     * Of a type whose decoded value gives PostgreSQL's JSON exactly; written as the type demands.
     */
    VALUE,
    /**
     * The text of a number: written bare, or in quotes where it is not a number (NaN, Infinity).
     */
    NUMBER,
    /** Text that is JSON already: written as it stands. */
    JSON,
    /** Text that is JSON already and is the whole row, not one of its keys. */
    ITEM,
    /** Text that is the whole row as a line: the body is lines, and no JSON. */
    LINE,
    /** Text or bytes that are the whole row: the body is nothing but these, one after the other. */
    RAW,
    /** Text that identifies the row: kept beside the body and not part of it. */
    KEY,
    /** The number of rows without limit and offset: kept beside the body. */
    TOTAL,
    /** Null where the row only carries the total: such a row is not written. */
    PRESENT
  }

  /** The number of rows without limit and offset. */
  public static ResultColumn total() {
    return TOTAL;
  }

  /** Whether the row is one of the page's. */
  public static ResultColumn present() {
    return PRESENT;
  }
}
