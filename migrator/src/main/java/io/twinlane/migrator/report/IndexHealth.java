package io.twinlane.migrator.report;

import io.github.mfvanek.pg.core.checks.common.Diagnostic;
import io.twinlane.migrator.console.CommandException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of pg-index-health, asked over a connection of ours. Only their statements are used:
 * the library's own objects write the name of a schema in lower case, and so find nothing in {@code
 * "Sales"}. Names come back qualified, and quoted where they must be.
 *
 * <p>Its checks of foreign keys without an index, of unused, duplicated and intersected indexes are
 * not used: they overlook the order of columns, partial and partitioned indexes, expressions, and
 * directions.
 */
final class IndexHealth {

  private static final Set<String> OUT_OF_RANGE = Set.of("22003", "22012");

  private final Connection connection;

  /** For a transaction whose search path is not needed for anything else. */
  IndexHealth(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      // what is not on the path is written with its schema
      statement.execute("set local search_path to pg_catalog");
    }
  }

  /**
   * Asks one check in one schema.
   *
   * @param columns the columns of its statement
   * @param threshold for the checks that take one, in percent
   */
  List<Row> ask(Diagnostic check, String schema, List<Column> columns, Optional<Double> threshold)
      throws SQLException {
    Question question = new Question(check.getSqlQuery(), columns);
    try {
      return threshold.isPresent()
          ? question.ask(connection, schema, threshold.get())
          : question.ask(connection, schema);
    } catch (SQLException e) {
      if (OUT_OF_RANGE.contains(String.valueOf(e.getSQLState()))) {
        throw new CommandException(
            "what PostgreSQL knows of the tables of schema %s is of another time: run ANALYZE"
                .formatted(schema),
            e);
      }
      throw e;
    }
  }
}
