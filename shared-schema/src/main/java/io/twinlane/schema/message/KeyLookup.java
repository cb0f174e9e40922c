package io.twinlane.schema.message;

/**
 * Says of a statement that it finds one row at most, by the key that is its only value, and so may
 * be run for many values at once.
 *
 * @param at where the key begins in the statement's text: {@link #VALUE}, and its cast to a type
 * @param end where it ends
 */
public record KeyLookup(int at, int end) {

  /** The value, as the statement has it. */
  public static final String VALUE = "$1::text";

  boolean fits(String sql) {
    return sql.startsWith(VALUE, at) && at + VALUE.length() <= end && end <= sql.length();
  }

  /**
   * The text that runs the statement for each of an array of values, and has the number of the
   * value, from 1, before each row's columns.
   *
   * <p>The statement stands in it as it is, and {@code offset 0} keeps it apart: PostgreSQL runs it
   * for one key after the other, by the plan that it has alone, and casts every value, also where
   * there is no row to compare it with. The array is hidden in a query of its own, so that its
   * length is not looked at and the plan is made once.
   */
  public String gathered(String sql) {
    return "select _k.o, _r.* from (select _u.o, _u.v"
        + sql.substring(at + VALUE.length(), end)
        + " as v from unnest((select $1::text[])) with ordinality as _u(v, o) offset 0) as _k"
        + " cross join lateral ("
        + sql.substring(0, at)
        + "_k.v"
        + sql.substring(end)
        + " offset 0) as _r";
  }
}
