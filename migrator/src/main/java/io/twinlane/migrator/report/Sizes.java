package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What tables and materialized views take on disk. A partitioned table is one of them, with all of
 * its partitions, wherever they are.
 */
final class Sizes {

  private static final Question QUESTION =
      new Question(
          """
          with member as (
            select coalesce(pg_partition_root(c.oid)::oid, c.oid) as root, c.relkind, c.reltuples,
              pg_table_size(c.oid) as whole,
              coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) as toast,
              pg_indexes_size(c.oid) as indexes
            from pg_class c
            where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't')
          select format('%I.%I', n.nspname, r.relname) as table,
            (sum(m.whole) + sum(m.indexes))::int8 as total_bytes,
            (sum(m.whole) - sum(m.toast))::int8 as heap_bytes,
            sum(m.toast)::int8 as toast_bytes,
            sum(m.indexes)::int8 as indexes_bytes,
            case when bool_or(m.relkind <> 'p' and m.reltuples < 0) then null
              else sum(m.reltuples) filter (where m.relkind <> 'p') end::int8 as rows_about,
            nullif(count(*) filter (where r.relkind = 'p' and m.relkind <> 'p'), 0) as partitions
          from member m
          join pg_class r on r.oid = m.root
          join pg_namespace n on n.oid = r.relnamespace
          where n.nspname = any (?)
          group by n.nspname, r.relname
          order by 2 desc, 1
          """,
          List.of(
              text("table"),
              bytes("total_bytes"),
              bytes("heap_bytes"),
              bytes("toast_bytes"),
              bytes("indexes_bytes"),
              count("rows_about"),
              count("partitions")));

  private static final Question DATABASE =
      new Question(
          "select pg_database_size(current_database()) as size_bytes",
          List.of(bytes("size_bytes")));

  private Sizes() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> rows = QUESTION.ask(connection, schemas.names());
    long sum = rows.stream().mapToLong(row -> row.number("total_bytes")).sum();
    long whole = DATABASE.ask(connection).getFirst().number("size_bytes");
    List<String> notes = new ArrayList<>();
    notes.add(
        "these tables take %s of the database's %s"
            .formatted(TextTable.size(sum), TextTable.size(whole)));
    long unknown = rows.stream().filter(row -> row.text("rows_about").isEmpty()).count();
    if (unknown > 0) {
      notes.add("never analyzed, so that their rows are unknown: %d tables".formatted(unknown));
    }
    return Findings.shown(QUESTION, rows, notes);
  }
}
