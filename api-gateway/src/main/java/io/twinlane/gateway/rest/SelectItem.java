package io.twinlane.gateway.rest;

import java.util.List;
import java.util.Optional;

/** One entry of {@code select}. */
sealed interface SelectItem {

  /** Every column of the relation. */
  record All() implements SelectItem {}

  /** One column, under its own name or another, cast or not. */
  record One(Field field, Optional<String> alias, Optional<String> cast) implements SelectItem {

    String nameInAnswer() {
      return alias.orElseGet(field::nameInAnswer);
    }
  }

  /**
   * What an aggregate function makes of a column, or of the rows.
   *
   * @param field what is aggregated; empty for the rows themselves
   * @param cast of the field
   * @param resultCast of what comes of it
   */
  record Aggregated(
      Optional<Field> field,
      Optional<String> cast,
      Function function,
      Optional<String> alias,
      Optional<String> resultCast)
      implements SelectItem {

    String nameInAnswer() {
      return alias.orElse(function.sql());
    }
  }

  /**
   * A related relation, or the columns of one.
   *
   * @param target a relation, a foreign key or its column, or a function
   * @param hint which of several ways leads there
   * @param inner whether rows without any are left out
   * @param spread whether its columns stand among those of the row
   */
  record Related(
      String target,
      Optional<String> alias,
      Optional<String> hint,
      boolean inner,
      boolean spread,
      List<SelectItem> items)
      implements SelectItem {

    public Related {
      items = List.copyOf(items);
    }

    String nameInAnswer() {
      return alias.orElse(target);
    }
  }

  /** The aggregate functions that there are. */
  enum Function {
    SUM("sum"),
    AVG("avg"),
    COUNT("count"),
    MAX("max"),
    MIN("min");

    private final String sql;

    Function(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }

    static Optional<Function> of(String word) {
      for (Function function : values()) {
        if (function.sql.equals(word)) {
          return Optional.of(function);
        }
      }
      return Optional.empty();
    }
  }
}
