package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.bytes;
import static io.twinlane.migrator.report.Column.statements;
import static io.twinlane.migrator.report.Column.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Foreign keys that no index serves, so that each change of a key in the other table reads this one
 * from end to end. That of a partitioned table is one, and is served if every partition is.
 */
final class ForeignKeys {

  /**
   * That an index {@code i} serves a foreign key {@code k}: the first columns of the one are those
   * of the other, in any order. An index of some rows only, or one that is not whole, serves none.
   */
  static final String SERVES =
      """
      i.indrelid = k.conrelid and i.indisvalid and i.indisready and i.indpred is null
          and i.indnkeyatts >= cardinality(k.conkey)
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey
          and exists (
            select from pg_class ic join pg_am a on a.oid = ic.relam
            where ic.oid = i.indexrelid and a.amname in ('btree', 'hash', 'gist'))
      """;

  // A key of a partitioned table has one below it for each partition, and one for each partition of
  // the table that it points to: those are of the same table, and say the same again.
  private static final Question QUESTION =
      new Question(
          """
          with recursive unserved as (
            select k.oid, k.conparentid, k.conrelid,
              (select string_agg(format('%I', a.attname), ', ' order by c.position)
                from unnest(k.conkey) with ordinality c (number, position)
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number) as columns
            from pg_constraint k
            where k.contype = 'f' and coalesce(to_jsonb(k) ->> 'conenforced', 'true') = 'true'
              and not exists (select from pg_index i where SERVES)),
          upwards as (
            select u.oid as key, u.conparentid as parent, u.oid as below from unserved u
            union all
            select k.oid, k.conparentid, w.below
            from upwards w join pg_constraint k on k.oid = w.parent),
          leaf as (
            select distinct w.key as root, u.conrelid, u.columns
            from upwards w
            join unserved u on u.oid = w.below
            join pg_class c on c.oid = u.conrelid and c.relkind <> 'p'
            where w.parent = 0)
          select format('%I.%I', n.nspname, t.relname) as table, format('%I', k.conname) as key,
            u.columns,
            format('%I.%I', fn.nspname, f.relname) as points_to,
            (select coalesce(sum(pg_table_size(p.relid)), pg_table_size(t.oid))::int8
              from pg_partition_tree(t.oid) p) as size_bytes,
            case when t.relkind = 'p' then 'partitioned: the last statement locks writes out' end
              as remark,
            (select coalesce(array_agg(
                format('CREATE INDEX CONCURRENTLY ON %I.%I (%s)', ln.nspname, lt.relname, l.columns)
                order by ln.nspname, lt.relname), '{}')
              from leaf l
              join pg_class lt on lt.oid = l.conrelid
              join pg_namespace ln on ln.oid = lt.relnamespace
              where l.root = k.oid)
            || case when t.relkind = 'p' then array[
                format('CREATE INDEX ON %I.%I (%s)', n.nspname, t.relname, u.columns)]
              else '{}' end as statements
          from unserved u
          join pg_constraint k on k.oid = u.oid and k.conparentid = 0
          join pg_class t on t.oid = k.conrelid
          join pg_namespace n on n.oid = t.relnamespace
          join pg_class f on f.oid = k.confrelid
          join pg_namespace fn on fn.oid = f.relnamespace
          where n.nspname = any (?)
            and (t.relkind <> 'p' or exists (select from leaf l where l.root = k.oid)
              or not exists (select from pg_partition_tree(t.oid) p where p.level > 0))
          order by size_bytes desc, 1, 2
          """
              .replace("SERVES", SERVES),
          List.of(
              text("table"),
              text("key"),
              text("columns"),
              text("points_to"),
              bytes("size_bytes"),
              text("remark"),
              statements()));

  private ForeignKeys() {}

  static Findings found(Connection connection, Schemas schemas) throws SQLException {
    List<Row> rows = QUESTION.ask(connection, schemas.names());
    List<String> notes = new ArrayList<>();
    if (!rows.isEmpty()) {
      notes.add("an index of some rows only (WHERE) does not count; nor does one that is invalid");
    }
    return new Findings(QUESTION.columns(), rows, notes, !rows.isEmpty());
  }
}
