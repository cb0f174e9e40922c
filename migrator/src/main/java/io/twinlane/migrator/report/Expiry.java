package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.text;

import io.twinlane.schema.settings.SettingsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A column that says when a row is over.
 *
 * @param table with its schema, quoted where it must be
 * @param column quoted where it must be
 * @param indexed whether an index begins with it, so that expired rows are found without a search
 */
record Expiry(String table, String column, boolean indexed) {

  private static final String QUESTION =
      """
      select format('%I.%I', n.nspname, c.relname) as table, format('%I', a.attname) as column,
        format_type(a.atttypid, null) as type,
        exists (select from pg_index i
          where i.indrelid = c.oid and i.indisvalid and i.indpred is null
            and (i.indkey::int2[])[0] = a.attnum) as indexed
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and CHOSEN
      order by 1, 2
      """;

  private static final String MARKED =
      """
      (n.nspname = current_schema()
          and col_description(c.oid, a.attnum) ~ '(^|[^[:alnum:]_])@expires($|[^[:alnum:]_])'
        or n.nspname = 'twinlane' and c.relname = 'idempotency' and a.attname = 'expires_at')\
      """;

  private static final String NAMED = "format('%I.%I', n.nspname, c.relname) = ? and a.attname = ?";

  private static final List<Column> COLUMNS =
      List.of(text("table"), text("column"), text("type"), flag("indexed"));

  /**
   * The columns of the first schema of the search path whose comments hold the word {@code
   * @expires}, and that of Twinlane's own table.
   *
   * @throws SettingsException if one of them is no moment
   */
  static List<Expiry> marked(Connection connection) throws SQLException {
    return new Question(QUESTION.replace("CHOSEN", MARKED), COLUMNS)
        .ask(connection).stream().map(Expiry::of).toList();
  }

  /**
   * One that a user named.
   *
   * @throws SettingsException if there is none, or it is no moment
   */
  static Expiry named(Connection connection, String table, String column) throws SQLException {
    String found = Table.named(connection, table).name();
    return new Question(QUESTION.replace("CHOSEN", NAMED), COLUMNS)
        .ask(connection, found, column).stream()
            .findFirst()
            .map(Expiry::of)
            .orElseThrow(() ->
                new SettingsException(
                    List.of("table %s has no column %s".formatted(found, column))));
  }

  private static Expiry of(Row row) {
    // another type has no one moment, or another one for each time zone
    if (!row.text("type").equals("timestamp with time zone")) {
      throw new SettingsException(
          List.of(
              "column %s of %s is of type %s; an expiry must be a timestamptz"
                  .formatted(row.text("column"), row.text("table"), row.text("type"))));
    }
    return new Expiry(row.text("table"), row.text("column"), row.text("indexed").equals("true"));
  }
}
