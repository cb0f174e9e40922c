package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.text;

import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A table that a user named.
 *
 * @param name with its schema, quoted where it must be: fit for a statement
 */
record Table(String name) {

  private static final Question AS_IT_IS =
      new Question(
          """
          select format('%I.%I', n.nspname, c.relname) as table
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'm')
            and (n.nspname || '.' || c.relname = ? or c.relname = ? and n.nspname = any (
              current_schemas(false)))
          order by c.relname = ?, array_position(current_schemas(false), n.nspname)
          limit 1
          """,
          List.of(text("table")));

  private static final Question AS_SQL =
      new Question(
          """
          select format('%I.%I', n.nspname, c.relname) as table
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.oid = to_regclass(?) and c.relkind in ('r', 'p', 'm')
          """,
          List.of(text("table")));

  /** What PostgreSQL says to a name that is none, such as one with half a quote. */
  private static final Set<String> NO_NAME = Set.of("42602", "42601", "0A000");

  /**
   * Finds one by its name as it is, such as {@code User} or {@code public.my table}, or as SQL
   * writes it, such as {@code "User"}; with its schema, or on the search path without. For a
   * connection that is in no transaction.
   *
   * @throws SettingsException if there is none
   */
  static Table named(Connection connection, String written) throws SQLException {
    List<Row> found = AS_IT_IS.ask(connection, written, written, written);
    if (found.isEmpty()) {
      found = asSql(connection, written);
    }
    return found.stream()
        .findFirst()
        .map(row -> new Table(row.text("table")))
        .orElseThrow(
            () -> new SettingsException(List.of("there is no table %s".formatted(written))));
  }

  private static List<Row> asSql(Connection connection, String written) throws SQLException {
    try {
      return AS_SQL.ask(connection, written);
    } catch (SQLException e) {
      if (NO_NAME.contains(String.valueOf(e.getSQLState()))) {
        return List.of();
      }
      throw e;
    }
  }
}
