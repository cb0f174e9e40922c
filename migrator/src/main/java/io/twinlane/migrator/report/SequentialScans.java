package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.percent;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tables that were read from end to end, by how many rows that took. */
final class SequentialScans {

  private static final Question QUESTION =
      new Question(
          """
          with member as (
            select coalesce(pg_partition_root(s.relid)::oid, s.relid) as root, s.seq_scan,
              s.seq_tup_read, coalesce(s.idx_scan, 0) as idx_scan, s.n_live_tup,
              (to_jsonb(s) ->> 'last_seq_scan')::timestamptz as last_scan,
              pg_table_size(s.relid) as size
            from pg_stat_user_tables s),
          whole as (
            select root, sum(seq_scan)::int8 as scans, sum(seq_tup_read)::int8 as rows_read,
              sum(idx_scan)::int8 as index_scans, sum(n_live_tup)::int8 as rows_about,
              max(last_scan) as last_scan, sum(size)::int8 as size
            from member
            group by root
            having sum(seq_scan) > 0)
          select format('%I.%I', n.nspname, t.relname) as table,
            w.rows_read, w.scans, w.rows_read / w.scans as rows_read_each,
            w.index_scans, 100.0 * w.scans / (w.scans + w.index_scans) as sequential_percent,
            w.rows_about, w.size as size_bytes,
            to_char(w.last_scan at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_scan,
            case when w.size < 1048576 then 'small: quite right'
              when w.index_scans = 0 and w.rows_read > 0 then 'no index is used' end as remark
          from whole w
          join pg_class t on t.oid = w.root
          join pg_namespace n on n.oid = t.relnamespace
          where n.nspname = any (?)
          order by w.rows_read desc, w.size desc, 1
          """,
          List.of(
              text("table"),
              count("rows_read"),
              count("scans"),
              count("rows_read_each"),
              count("index_scans"),
              percent("sequential_percent"),
              count("rows_about"),
              bytes("size_bytes"),
              text("last_scan"),
              text("remark")));

  private SequentialScans() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> rows = QUESTION.ask(connection, schemas.names());
    List<String> notes = new ArrayList<>(Statistics.of(connection).notes());
    notes.add("backups, ANALYZE of all rows and the making of indexes read tables whole as well");
    return Findings.shown(QUESTION, rows, notes);
  }
}
