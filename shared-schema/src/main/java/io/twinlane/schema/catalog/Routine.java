package io.twinlane.schema.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function of an exposed schema.
 *
 * @param parameters those that take values, in order
 * @param returns what it gives
 * @param volatility what it promises of its results (PostgreSQL manual, 36.7)
 */
public record Routine(
    String schema,
    String name,
    List<Parameter> parameters,
    Returns returns,
    Volatility volatility) {

  public Routine {
    parameters = List.copyOf(parameters);
  }

  /** What a function promises of its results. */
  public enum Volatility {
    IMMUTABLE,
    STABLE,
    VOLATILE
  }

  /**
   * A parameter that takes a value.
   *
   * @param name empty if it has none
   * @param relation the row type that it takes as {@code schema.name}; null for any other type
   */
  public record Parameter(
      String name,
      ColumnType type,
      boolean required,
      boolean variadic,
      @Nullable String relation) {}

  /**
   * What a function gives.
   *
   * @param set whether it gives any number of them
   * @param one whether a set of it has one row, as its owner says with ROWS 1
   * @param type of the value
   * @param relation the relation whose rows it gives as {@code schema.name}; null for any other
   *     type
   * @param columns of its rows; empty unless it gives rows of known columns
   */
  public record Returns(
      Kind kind,
      boolean set,
      boolean one,
      ColumnType type,
      @Nullable String relation,
      List<Column> columns) {

    public Returns {
      columns = List.copyOf(columns);
    }

    /** A column of its rows by name. */
    public Optional<Column> column(String name) {
      return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
  }

  /** The kinds of results. */
  public enum Kind {
    NOTHING,
    VALUE,
    ROW
  }
}
