package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How much each index is used; that of a partitioned table is one, with those of its partitions.
 */
final class IndexUse {

  // since version 16 PostgreSQL knows when an index was last used
  private static final Question QUESTION =
      new Question(
          """
          with member as (
            select coalesce(pg_partition_root(s.indexrelid)::oid, s.indexrelid) as root,
              s.idx_scan, s.idx_tup_read, s.idx_tup_fetch,
              (to_jsonb(s) ->> 'last_idx_scan')::timestamptz as last_scan,
              pg_relation_size(s.indexrelid) as size
            from pg_stat_user_indexes s)
          select format('%I.%I', n.nspname, i.relname) as index,
            format('%I.%I', tn.nspname, t.relname) as table,
            sum(m.idx_scan)::int8 as scans,
            sum(m.idx_tup_read)::int8 as entries_read,
            sum(m.idx_tup_fetch)::int8 as rows_fetched,
            sum(m.size)::int8 as size_bytes,
            to_char(max(m.last_scan) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_scan
          from member m
          join pg_class i on i.oid = m.root
          join pg_namespace n on n.oid = i.relnamespace
          join pg_index x on x.indexrelid = m.root
          join pg_class t on t.oid = x.indrelid
          join pg_namespace tn on tn.oid = t.relnamespace
          where n.nspname = any (?)
          group by n.nspname, i.relname, tn.nspname, t.relname
          order by scans desc, size_bytes desc, 1
          """,
          List.of(
              text("index"),
              text("table"),
              count("scans"),
              count("entries_read"),
              count("rows_fetched"),
              bytes("size_bytes"),
              text("last_scan")));

  private IndexUse() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> rows = QUESTION.ask(connection, schemas.names());
    return Findings.shown(QUESTION, rows, Statistics.of(connection).notes());
  }
}
