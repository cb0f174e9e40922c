package io.twinlane.gateway.rest;

import io.twinlane.gateway.rest.Condition.Join;
import io.twinlane.gateway.rest.Field.Step;
import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import io.twinlane.schema.catalog.Relation;
import io.twinlane.schema.catalog.Relationship;
import io.twinlane.schema.catalog.Routine;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done, with every name found in the catalog. The renderer makes one statement of it.
 */
sealed interface Plan {

  /**
   * Rows of a relation.
   *
   * @param keyset whether it must be known where the last of them is in the order
   */
  record Read(Node node, Counting counting, boolean keyset) implements Plan {}

  /**
   * A function, called for its rows or for its value.
   *
   * @param node the rows; its outputs are empty where the function gives values
   */
  record Invoke(Node node, From.Result call, Counting counting) implements Plan {}

  /**
   * New rows from a body.
   *
   * @param children rows of other relations that come inside them
   */
  record Insert(
      Relation relation,
      List<Column> columns,
      RowsBody body,
      boolean defaults,
      Conflict conflict,
      List<KeyValue> key,
      List<Child> children,
      Returning returning)
      implements Plan {

    /** Whether it is one row of a table, which is new or fails, and no code of the team's runs. */
    boolean plainRow() {
      return relation.table()
          && !relation.triggers()
          && body.rows() == 1
          && conflict.outcome() == Conflict.Outcome.FAILS
          && key.isEmpty()
          && children.isEmpty();
    }
  }

  /**
   * Rows that come inside others and refer to them.
   *
   * @param key under which they come
   * @param own what they refer to, of the rows they come in
   * @param foreign their columns that refer to it
   */
  record Child(
      String key,
      Relation relation,
      List<Column> columns,
      List<String> own,
      List<String> foreign) {}

  /** A column of a primary key, and the value that the address has for it. */
  record KeyValue(Column column, String value) {}

  /** Columns of the rows that satisfy the filters, from a body of one row. */
  record Update(
      Relation relation,
      List<Column> columns,
      RowsBody body,
      boolean defaults,
      List<Filter> filters,
      Returning returning)
      implements Plan {}

  /** The rows that satisfy the filters, removed. */
  record Delete(Relation relation, List<Filter> filters, Returning returning) implements Plan {}

  /** A write that names nothing to write, and so touches nothing. */
  record Nothing(Relation relation) implements Plan {}

  /**
   * What becomes of a new row that is there already.
   *
   * @param columns by which rows count as the same
   */
  record Conflict(Outcome outcome, List<String> columns) {

    static final Conflict FAILS = new Conflict(Outcome.FAILS, List.of());

    /** The ways. */
    enum Outcome {
      FAILS,
      IGNORED,
      MERGED
    }

    public Conflict {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Rows of one relation, with those related to them.
   *
   * @param number of the node, 0 for the outermost
   * @param embeds the related relations that outputs, filters and order refer to
   * @param exposed what the node around it sorts by
   */
  record Node(
      int number,
      From from,
      List<Output> outputs,
      List<Filter> filters,
      List<Sort> order,
      Window window,
      List<Embed> embeds,
      List<Expression> exposed) {

    boolean aggregates() {
      return outputs.stream().anyMatch(output -> output.value() instanceof Value.Aggregate);
    }
  }

  /** Where the rows of a node come from. */
  sealed interface From {

    /** A table or a view. */
    record Table(Relation relation) implements From {}

    /** The rows that the statement itself has just written. */
    record Written(Relation relation) implements From {}

    /** A function that the client calls. */
    record Result(Routine routine, Arguments arguments) implements From {}

    /** A function of the row of the node around it. */
    record Computed(Routine routine, int parent) implements From {}
  }

  /** The values that a function is called with. */
  sealed interface Arguments {

    /** One by one, as text; a variadic one may have several. */
    record Named(List<Routine.Parameter> parameters, List<List<String>> values)
        implements Arguments {}

    /** The keys of an object. */
    record Keyed(List<Routine.Parameter> parameters, RowsBody body) implements Arguments {}

    /** A whole body, for the only parameter, which has no name. */
    record Whole(Routine.Parameter parameter, String body) implements Arguments {}
  }

  /**
   * A related relation.
   *
   * @param link how its rows are found; empty for a function of the row
   * @param parent the number of the node around it
   * @param many whether there may be several of its rows
   * @param spread whether its outputs stand among those of the node around it
   * @param inner whether rows without any are left out
   */
  record Embed(
      Node node,
      Optional<Relationship> link,
      int parent,
      boolean many,
      boolean spread,
      boolean inner) {}

  /**
   * A value of a row, or what a path into its JSON leads to.
   *
   * @param type of the value at the end of the path
   */
  record Expression(Ref ref, List<Step> path, ColumnType type) {}

  /** A value of a row. */
  sealed interface Ref {

    ColumnType type();

    /** A column of a node's relation. */
    record Of(int node, String column, ColumnType type) implements Ref {}

    /** A function of a node's row. */
    record Computed(int node, Routine routine) implements Ref {
      @Override
      public ColumnType type() {
        return routine.returns().type();
      }
    }

    /** What a related relation exposes for sorting. */
    record Exposed(int embed, int place, ColumnType type) implements Ref {}

    /** A column of a related relation whose columns stand among those of the node around it. */
    record Spread(int embed, int place, ColumnType type) implements Ref {}
  }

  /**
   * A column of the answer.
   *
   * @param type of the value
   */
  record Output(String name, Value value, ColumnType type) {}

  /** What stands in a column of the answer. */
  sealed interface Value {

    /** An expression, cast or not. */
    record Of(Expression expression, Optional<ColumnType> cast) implements Value {}

    /** A column of a domain whose owner has a function that writes it as JSON. */
    record Written(Expression expression, String function) implements Value {}

    /** What an aggregate function makes of another value, or of the rows. */
    record Aggregate(SelectItem.Function function, Optional<Value> of, Optional<ColumnType> cast)
        implements Value {}

    /** The rows of a related relation. */
    record Embedded(int embed, boolean many) implements Value {}

    /** A column of a related relation, or an array of that column. */
    record Spread(int embed, int place, boolean many) implements Value {}
  }

  /** What a row must satisfy. */
  sealed interface Filter {

    /** An expression compared with values. */
    record Test(
        boolean negated,
        Expression expression,
        Operator operator,
        List<String> values,
        String modifier)
        implements Filter {}

    /** Whether there are related rows. */
    record Presence(boolean absent, Embed embed) implements Filter {}

    /** Filters joined by a logical word. */
    record Group(boolean negated, Join join, List<Filter> parts) implements Filter {}
  }

  /** One term of an ordering. */
  record Sort(Expression expression, OrderTerm.Direction direction, OrderTerm.Nulls nulls) {}

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
   * @param node the rows; empty where none are wanted
   * @param key whether the primary key of the row is wanted for a Location
   */
  record Returning(Optional<Node> node, boolean key) {}
}
