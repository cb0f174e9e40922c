package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.count;
import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.statements;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Indexes that were used fewer than ten times since PostgreSQL counts. Those that keep something
 * true (primary key, unique, exclusion, replica identity) are none of them, nor are those that are
 * not whole.
 */
final class UnusedIndexes {

  private static final Question QUESTION =
      new Question(
          """
          with member as (
            select coalesce(pg_partition_root(s.indexrelid)::oid, s.indexrelid) as root,
              s.idx_scan, pg_relation_size(s.indexrelid) as size,
              i.indisprimary or i.indisunique or i.indisexclusion or i.indisreplident
                or not i.indisvalid as kept,
              exists (select from pg_constraint k where k.contype = 'f' and SERVES) as serves
            from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid),
          unused as (
            select root, sum(idx_scan)::int8 as scans, sum(size)::int8 as size,
              bool_or(serves) as serves
            from member
            group by root
            having not bool_or(kept) and sum(idx_scan) < 10)
          select format('%I.%I', n.nspname, c.relname) as index,
            format('%I.%I', tn.nspname, t.relname) as table,
            u.scans, u.size as size_bytes, u.serves as serves_key,
            case when c.relkind = 'I' then 'partitioned: cannot be dropped concurrently'
              when i.indisclustered then 'CLUSTER sorts the table by it' end as remark,
            case when u.serves then '{}' else array[format('DROP INDEX %s%I.%I',
              case when c.relkind = 'I' then '' else 'CONCURRENTLY ' end, n.nspname, c.relname)]
            end as statements
          from unused u
          join pg_class c on c.oid = u.root
          join pg_namespace n on n.oid = c.relnamespace
          join pg_index i on i.indexrelid = u.root
          join pg_class t on t.oid = i.indrelid
          join pg_namespace tn on tn.oid = t.relnamespace
          where n.nspname = any (?) and not i.indisreplident
          order by u.size desc, 1
          """
              .replace("SERVES", ForeignKeys.SERVES),
          List.of(
              text("index"),
              text("table"),
              count("scans"),
              bytes("size_bytes"),
              text("remark"),
              flag("serves_key"),
              statements()));

  private UnusedIndexes() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> all = QUESTION.ask(connection, schemas.names());
    List<Row> rows = all.stream().filter(row -> row.text("serves_key").equals("false")).toList();
    Statistics statistics = Statistics.of(connection);
    List<String> notes = new ArrayList<>(statistics.notes());
    if (!statistics.trusted()) {
      notes.add("that is less than 7 days: drop nothing yet, work of once a week is not seen");
    }
    if (rows.size() < all.size()) {
      notes.add(
          "left out, because a foreign key needs them: %d".formatted(all.size() - rows.size()));
    }
    List<Column> columns =
        QUESTION.columns().stream().filter(column -> !column.name().equals("serves_key")).toList();
    return new Findings(columns, rows, notes, !rows.isEmpty() && statistics.trusted());
  }
}
