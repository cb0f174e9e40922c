package io.twinlane.gateway.rest;

import java.util.Optional;

/**
 * One column of an ordering. The words of SQL stand in its enums, so that no client's text does.
 *
 * @param related the related relation that the column is of; empty for the relation itself
 */
record OrderTerm(Optional<String> related, Field field, Direction direction, Nulls nulls) {

  /** Which way. */
  enum Direction {
    ASCENDING(" asc"),
    DESCENDING(" desc");

    private final String sql;

    Direction(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /** Where nulls go; PostgreSQL puts them last, or first if descending, unless told otherwise. */
  enum Nulls {
    DEFAULT(""),
    FIRST(" nulls first"),
    LAST(" nulls last");

    private final String sql;

    Nulls(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }
}
