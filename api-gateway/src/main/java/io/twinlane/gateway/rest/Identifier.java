package io.twinlane.gateway.rest;

import io.twinlane.schema.catalog.Column;
import io.twinlane.schema.catalog.ColumnType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names in SQL: the only way by which one gets into a statement. */
final class Identifier {

  private Identifier() {}

  /** The names of columns, each in double quotes and behind a prefix. */
  static String listed(List<Column> columns, String prefix) {
    return columns.stream()
        .map(column -> prefix + quoted(column.name()))
        .collect(Collectors.joining(", "));
  }

  /** The names and types of columns, as a list of column definitions has them. */
  static String declared(List<Column> columns, Function<ColumnType, String> type) {
    return columns.stream()
        .map(column -> quoted(column.name()) + " " + type.apply(column.type()))
        .collect(Collectors.joining(", "));
  }

  /** A name as a text of SQL (4.1.2.1): the key of an object. */
  static String literal(String name) {
    return "'" + name.replace("'", "''") + "'";
  }

  /** A name in double quotes (PostgreSQL manual, 4.1.1). */
  static String quoted(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name cannot hold NUL");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
