package io.twinlane.migrator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a report, by the names of its columns.
 *
 * @param values in the order of the columns; null is what is not known
 */
record Row(Map<String, @Nullable Object> values) {

  /** One with these values, as many as there are columns. */
  static Row of(List<Column> columns, @Nullable Object... values) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(columns.get(i).name(), values[i]);
    }
    return new Row(named);
  }

  @Nullable Object value(Column column) {
    return values.get(column.name());
  }

  /** A value as text; empty if it is not known. */
  String text(String name) {
    Object value = values.get(name);
    return value == null ? "" : value.toString();
  }

  /** A number; zero if it is not known. */
  long number(String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** What an operator may run, in this order. */
  List<String> statements() {
    return values.get("statements") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
