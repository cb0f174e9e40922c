package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How pg_stat_statements stands in this database.
 *
 * @param schema where it is installed, quoted; empty if it is not
 * @param loaded whether the server has its library
 * @param offered whether the server's machine has its files
 * @param libraries what the server loads at its start; empty also if this user may not know
 */
record StatementsExtension(String schema, boolean loaded, boolean offered, String libraries) {

  private static final Question STANDING =
      new Question(
          """
          select coalesce((
              select format('%I', n.nspname)
              from pg_extension e join pg_namespace n on n.oid = e.extnamespace
              where e.extname = 'pg_stat_statements'), '') as schema,
            exists (select from pg_settings where name = 'pg_stat_statements.max') as loaded,
            exists (select from pg_available_extensions where name = 'pg_stat_statements')
              as offered,
            coalesce((
              select setting from pg_settings where name = 'shared_preload_libraries'), '')
              as libraries
          """,
          List.of(text("schema"), flag("loaded"), flag("offered"), text("libraries")));

  private static final String COUNTING =
      """
      select to_char(stats_reset at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since,
        dealloc as forgotten
      from SCHEMA.pg_stat_statements_info
      """;

  static StatementsExtension of(Connection connection) throws SQLException {
    Row row = STANDING.ask(connection).getFirst();
    return new StatementsExtension(
        row.text("schema"),
        row.text("loaded").equals("true"),
        row.text("offered").equals("true"),
        row.text("libraries"));
  }

  boolean ready() {
    return loaded && !schema.isEmpty();
  }

  /** What to do, one after the other, until it is ready. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    steps.add(
        "PostgreSQL does not keep statements here yet; as a superuser or in the console of"
            + " your provider:");
    if (!offered && schema.isEmpty()) {
      steps.add("install PostgreSQL's contrib package, which pg_stat_statements is part of");
    }
    if (!loaded) {
      String all = libraries.isEmpty() ? "" : libraries + ", ";
      steps.add(
          "add it to what the server loads, keeping what is there: set"
              + " shared_preload_libraries = '%spg_stat_statements' in postgresql.conf"
                  .formatted(all));
      steps.add("restart the server");
    }
    if (schema.isEmpty()) {
      steps.add("in this database: CREATE EXTENSION pg_stat_statements");
    }
    return steps;
  }

  /** What a reader must know before it believes the numbers. */
  List<String> notes(Connection connection) throws SQLException {
    Question question =
        new Question(
            COUNTING.replace("SCHEMA", schema), List.of(text("since"), count("forgotten")));
    Row row = question.ask(connection).getFirst();
    List<String> notes = new ArrayList<>();
    notes.add("counted since %s in this database".formatted(row.text("since")));
    if (row.number("forgotten") > 0) {
      notes.add(
          "rare statements were forgotten %d times: raise pg_stat_statements.max"
              .formatted(row.number("forgotten")));
    }
    return notes;
  }
}
