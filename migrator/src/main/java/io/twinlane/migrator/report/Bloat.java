package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.percent;
import static io.twinlane.migrator.report.Column.statements;
import static io.twinlane.migrator.report.Column.text;

import io.github.mfvanek.pg.core.checks.common.Diagnostic;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables and B-tree indexes of which much is empty space, as far as the statistics of ANALYZE tell:
 * an estimate, which is bad for columns of very uneven width.
 */
final class Bloat {

  private static final Optional<Double> PERCENT_MIN = Optional.of(30.0);
  private static final long BYTES_MIN = 1 << 20;

  private static final List<Column> COLUMNS =
      List.of(
          text("object"),
          text("kind"),
          bytes("size_bytes"),
          bytes("empty_bytes"),
          percent("empty_share_percent"),
          count("dead_rows"),
          statements());

  private static final List<Column> OF_TABLE =
      List.of(
          text("table_name"),
          bytes("table_size"),
          bytes("bloat_size"),
          percent("bloat_percentage"));

  private static final List<Column> OF_INDEX =
      List.of(
          text("index_name"),
          bytes("index_size"),
          bytes("bloat_size"),
          percent("bloat_percentage"));

  private static final Question LEFT_OUT =
      new Question(
          """
          select count(*) filter (where c.reltuples < 0) as never_analyzed,
            count(*) filter (where not has_table_privilege(c.oid, 'SELECT')) as unreadable
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname = any (?)
          """,
          List.of(count("never_analyzed"), count("unreadable")));

  private static final Question DEAD =
      new Question(
          """
          select format('%I.%I', schemaname, relname) as table, n_dead_tup as dead
          from pg_stat_user_tables
          """,
          List.of(text("table"), count("dead")));

  private Bloat() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    Map<String, Long> dead =
        DEAD.ask(connection).stream()
            .collect(Collectors.toMap(row -> row.text("table"), row -> row.number("dead")));
    IndexHealth health = new IndexHealth(connection);
    List<Row> rows = new ArrayList<>();
    for (String schema : schemas.names()) {
      health.ask(Diagnostic.BLOATED_TABLES, schema, OF_TABLE, PERCENT_MIN).stream()
          .map(row -> table(row, dead))
          .forEach(rows::add);
      health.ask(Diagnostic.BLOATED_INDEXES, schema, OF_INDEX, PERCENT_MIN).stream()
          .map(Bloat::index)
          .forEach(rows::add);
    }
    List<Row> heavy =
        rows.stream()
            .filter(row -> row.number("empty_bytes") >= BYTES_MIN)
            .sorted(Comparator.comparingLong((Row row) -> row.number("empty_bytes")).reversed())
            .toList();
    boolean toDo = heavy.stream().anyMatch(row -> !row.statements().isEmpty());
    return new Findings(COLUMNS, heavy, notes(connection, schemas, heavy), toDo);
  }

  private static Row table(Row row, Map<String, Long> dead) {
    String table = row.text("table_name");
    long deadRows = dead.getOrDefault(table, 0L);
    // without dead rows there is nothing that VACUUM could do
    return told(
        row, "table", deadRows, deadRows > 0 ? List.of("VACUUM (ANALYZE) " + table) : List.of());
  }

  private static Row index(Row row) {
    return told(
        row, "index", null, List.of("REINDEX INDEX CONCURRENTLY " + row.text("index_name")));
  }

  private static Row told(Row row, String kind, @Nullable Long dead, List<String> statements) {
    return Row.of(
        COLUMNS,
        row.text(kind + "_name"),
        kind,
        row.number(kind + "_size"),
        row.number("bloat_size"),
        row.values().get("bloat_percentage"),
        dead,
        statements);
  }

  private static List<String> notes(Connection connection, Schemas schemas, List<Row> rows)
      throws SQLException {
    List<String> notes = new ArrayList<>();
    notes.add("estimated; shown from 30 % and 1 MB of empty space on");
    if (rows.stream().anyMatch(row -> row.text("kind").equals("table"))) {
      notes.add(
          "VACUUM lets new rows use the empty space of a table; only VACUUM FULL, which locks"
              + " everybody out, makes the file smaller");
    }
    Row leftOut = LEFT_OUT.ask(connection, schemas.names()).getFirst();
    if (leftOut.number("never_analyzed") > 0) {
      notes.add(
          "left out, because never analyzed: %d tables"
              .formatted(leftOut.number("never_analyzed")));
    }
    if (leftOut.number("unreadable") > 0) {
      notes.add(
          "left out, because this user may not read them: %d tables"
              .formatted(leftOut.number("unreadable")));
    }
    return notes;
  }
}
