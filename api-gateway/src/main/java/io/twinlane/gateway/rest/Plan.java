package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Join;
import io.twinlane.gateway.rest.Field.Step;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done, with every name found in the catalog. The renderer makes one statement of it.
 */
sealed interface Plan {

  Relation relation();

  /** Rows of a relation. */
  record Read(
      Relation relation, List<Output> outputs, List<Filter> filters, List<Sort> order, Page page)
      implements Plan {}

  /** New rows from a body. */
  record Insert(Relation relation, List<Column> columns, RowsBody body, Returning returning)
      implements Plan {}

  /** Columns of the rows that satisfy the filters, from a body of one row. */
  record Update(
      Relation relation,
      List<Column> columns,
      RowsBody body,
      List<Filter> filters,
      Returning returning)
      implements Plan {}

  /** The rows that satisfy the filters, removed. */
  record Delete(Relation relation, List<Filter> filters, Returning returning) implements Plan {}

  /** A write that names nothing to write, and so touches nothing. */
  record Nothing(Relation relation) implements Plan {}

  /**
   * A column, or what a path into its JSON leads to.
   *
   * @param type of the value at the end of the path
   */
  record Expression(Column column, List<Step> path, ColumnType type) {}

  /** A column of the answer. */
  record Output(String name, Expression expression, Optional<ColumnType> cast) {

    ColumnType type() {
      return cast.orElse(expression.type());
    }
  }

  /** What a row must satisfy. */
  sealed interface Filter {

    /** An expression compared with values. */
    record Test(boolean negated, Expression expression, Operator operator, List<String> values)
        implements Filter {}

    /** Filters joined by a logical word. */
    record Group(boolean negated, Join join, List<Filter> parts) implements Filter {}
  }

  /** One term of an ordering. */
  record Sort(Expression expression, OrderTerm.Direction direction, OrderTerm.Nulls nulls) {}

  /** Which of the rows, and how all of them are counted. */
  record Page(Window window, Counting counting) {}

  /**
   * How the rows beyond the page are counted.
   *
   * @param kind the way
   * @param countedMax for an estimate: rows that are counted before PostgreSQL's guess is taken
   */
  record Counting(Kind kind, long countedMax) {

    /** The ways of counting. */
    enum Kind {
      /** Not at all. */
      NONE,
      /** The page holds every row, so its rows are the total. */
      PAGE,
      /** By counting. */
      EXACT,
      /** By PostgreSQL's guess. */
      PLANNED,
      /** By counting up to a limit, and by PostgreSQL's guess beyond it. */
      ESTIMATED
    }
  }

  /**
   * What a write gives back of the rows that it wrote.
   *
   * @param outputs columns of the answer
   * @param key whether the primary key of the row is wanted for a Location
   */
  record Returning(List<Output> outputs, boolean key) {}
}
