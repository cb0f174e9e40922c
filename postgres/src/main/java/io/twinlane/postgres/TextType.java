package io.twinlane.postgres;

import java.util.Set;

/**
 * How a value of a type becomes JSON where clients want JSON's own types.
 *
 * @param form what a value is written as; for an array, its elements
 * @param array whether it is an array
 * @param delimiter between the elements of an array: a comma for all types but {@code box}
 */
record TextType(Form form, boolean array, char delimiter) {

  static final TextType STRING = new TextType(Form.STRING, false, ',');

  /** Types that everybody knows and that are no arrays, so that nobody need ask for them. */
  private static final Set<Integer> PLAIN =
      Set.of(17, 18, 19, 20, 25, 26, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1700, 2278, 2950);

  /** What a value is written as. */
  enum Form {
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** As it stands, unless it is {@code NaN} or infinite. */
    NUMBER,
    /** As it stands. */
    JSON,
    STRING;

    /** By the number of a type in {@code pg_type}. */
    static Form of(int type) {
      return switch (type) {
        case 16 -> BOOLEAN;
        case 21, 23, 700, 701 -> NUMBER;
        case 114, 3802 -> JSON;
        default -> STRING;
      };
    }
  }

  /** Whether it takes no question to know what a type is. */
  static boolean known(int type) {
    return PLAIN.contains(type) || Form.of(type) != Form.STRING;
  }

  /** A type that is no array. */
  static TextType of(int type) {
    return new TextType(Form.of(type), false, ',');
  }

  /** An array of a type. */
  static TextType arrayOf(int element, char delimiter) {
    return new TextType(Form.of(element), true, delimiter);
  }
}
