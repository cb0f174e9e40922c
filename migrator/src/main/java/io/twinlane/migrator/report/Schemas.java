package io.twinlane.migrator.report;

import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The schemas that a report looks at.
 *
 * @param names without those of PostgreSQL itself and of temporary tables
 */
record Schemas(List<String> names) {

  private static final String OWN = "twinlane";

  private static final Question ALL =
      new Question(
          """
          select nspname::text as schema
          from pg_namespace
          where nspname <> 'information_schema' and nspname !~ '^pg_'
          order by nspname
          """,
          List.of(Column.text("schema")));

  Schemas {
    names = List.copyOf(names);
  }

  /**
   * One schema, or all but Twinlane's own, which is its own to look after.
   *
   * @throws SettingsException if there is none of that name
   */
  static Schemas of(Connection connection, Optional<String> asked) throws SQLException {
    Schemas all = withOwn(connection, asked);
    return asked.isPresent()
        ? all
        : new Schemas(all.names().stream().filter(name -> !name.equals(OWN)).toList());
  }

  /**
   * One schema, or all of them.
   *
   * @throws SettingsException if there is none of that name
   */
  static Schemas withOwn(Connection connection, Optional<String> asked) throws SQLException {
    List<String> all = ALL.ask(connection).stream().map(row -> row.text("schema")).toList();
    if (asked.isEmpty()) {
      return new Schemas(all);
    }
    if (!all.contains(asked.get())) {
      throw new SettingsException(
          List.of(
              "there is no schema %s; there are %s"
                  .formatted(asked.get(), String.join(", ", all))));
    }
    return new Schemas(List.of(asked.get()));
  }
}
