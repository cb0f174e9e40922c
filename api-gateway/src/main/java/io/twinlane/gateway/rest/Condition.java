package io.twinlane.gateway.rest;

import java.util.List;

/** What a row must satisfy: one comparison, or several joined by a logical word. */
sealed interface Condition {

  /**
   * A column compared with values.
   *
   * @param values one, or any number for {@code in}
   * @param modifier what stands in parentheses after the operator: {@code any} or {@code all}, or
   *     the language of a search; empty if nothing does
   */
  record Comparison(
      boolean negated, Field field, Operator operator, List<String> values, String modifier)
      implements Condition {

    public Comparison {
      values = List.copyOf(values);
    }
  }

  /** Conditions of which all, or at least one, must hold. */
  record Group(boolean negated, Join join, List<Condition> parts) implements Condition {

    public Group {
      parts = List.copyOf(parts);
    }
  }

  /** The word between the parts of a group. */
  enum Join {
    AND(" and "),
    OR(" or ");

    private final String sql;

    Join(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }
}
