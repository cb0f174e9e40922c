package io.twinlane.migrator.report;

import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the catalog, and what comes back. It waits a minute at most: the size of a table
 * that somebody alters is not to be had before that ends.
 *
 * @param columns which of the result's columns, by name, in the order of the report
 */
record Question(String sql, List<Column> columns) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  Question {
    columns = List.copyOf(columns);
  }

  /**
   * Asks.
   *
   * @param parameters in the order of the statement; a list of strings is an array of text
   * @throws CommandException if it takes too long
   */
  List<Row> ask(Connection connection, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout((int) PATIENCE.toSeconds());
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, bound(connection, parameters[i]));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return all(rows);
      }
    } catch (SQLException e) {
      if ("57014".equals(e.getSQLState())) {
        throw new CommandException(
            "no answer in %d s: somebody may alter a table just now; try again later"
                .formatted(PATIENCE.toSeconds()),
            e);
      }
      throw e;
    }
  }

  private static Object bound(Connection connection, Object parameter) throws SQLException {
    return parameter instanceof List<?> list
        ? connection.createArrayOf("text", list.toArray())
        : parameter;
  }

  private List<Row> all(ResultSet rows) throws SQLException {
    List<Row> all = new ArrayList<>();
    while (rows.next()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (Column column : columns) {
        values.put(column.name(), value(rows, column));
      }
      all.add(new Row(values));
    }
    return all;
  }

  private static @Nullable Object value(ResultSet rows, Column column) throws SQLException {
    if (rows.getObject(column.name()) == null) {
      return null;
    }
    return switch (column.kind()) {
      case TEXT, RAW -> rows.getString(column.name());
      case COUNT, BYTES -> rows.getLong(column.name());
      case PERCENT, MILLISECONDS -> rows.getDouble(column.name());
      case FLAG -> rows.getBoolean(column.name());
      case STATEMENTS -> Arrays.asList((String[]) rows.getArray(column.name()).getArray());
    };
  }
}
