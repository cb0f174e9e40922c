package io.twinlane.schema.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table, view or anything else that has rows.
 *
 * @param columns in the order of the relation
 * @param primaryKey the names of its columns, in the order of the key; empty if there is none
 * @param table whether it is a table, neither partitioned nor a view
 * @param triggers whether triggers run when its rows are written that may look at the request, or
 *     speak of its answer: any whose code does more than compute
 * @param insertable whether rows can be inserted, as are updatable and deletable; by what it is,
 *     not by who asks
 */
public record Relation(
    String schema,
    String name,
    List<Column> columns,
    List<String> primaryKey,
    boolean insertable,
    boolean updatable,
    boolean deletable,
    boolean table,
    boolean triggers) {

  /** Without triggers. */
  public Relation(
      String schema,
      String name,
      List<Column> columns,
      List<String> primaryKey,
      boolean insertable,
      boolean updatable,
      boolean deletable) {
    this(schema, name, columns, primaryKey, insertable, updatable, deletable, true, false);
  }

  public Relation {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** A column by its name. */
  public Optional<Column> column(String wanted) {
    for (Column column : columns) {
      if (column.name().equals(wanted)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }
}
