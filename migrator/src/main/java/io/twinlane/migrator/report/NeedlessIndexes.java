package io.twinlane.migrator.report;

import static io.twinlane.migrator.report.Column.flag;
import static io.twinlane.migrator.report.Column.statements;
import static io.twinlane.migrator.report.Column.text;

import java.util.List;

/**
 * Indexes whose work another one does as well: it has the same columns, or begins with them, in the
 * same order and direction, by the same access method and operators, for the same rows. An index
 * that keeps something true is not needless, unless its twin keeps the same.
 */
final class NeedlessIndexes {

  /** For schemas: each needless index once, with the one that does its work. */
  static final Question QUESTION =
      new Question(
          """
          with entry as (
            select i.indexrelid as id, i.indrelid, c.relname, c.relkind, n.nspname, c.relam,
              coalesce(pg_get_expr(i.indpred, i.indrelid), '') as rows,
              i.indisunique, i.indisreplident, i.indnullsnotdistinct, i.indimmediate,
              exists (select from pg_constraint k where k.conindid = i.indexrelid
                and k.contype in ('p', 'u', 'x', 'f')) as constrains,
              array(
                select concat_ws(' ', pg_get_indexdef(i.indexrelid, p, false),
                  (i.indclass::oid[])[p - 1], (i.indcollation::oid[])[p - 1],
                  (i.indoption::int2[])[p - 1])
                from generate_series(1, i.indnkeyatts) p order by p) as keys,
              array(
                select pg_get_indexdef(i.indexrelid, p, false)
                from generate_series(i.indnkeyatts + 1, i.indnatts) p) as extras,
              array(
                select pg_get_indexdef(i.indexrelid, p, false)
                from generate_series(1, i.indnatts) p) as all_columns
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_am a on a.oid = c.relam
            where i.indisvalid and not c.relispartition and n.nspname = any (?)),
          pair as (
            select e.*, e.keys = o.keys as same,
              format('%I.%I', o.nspname, o.relname) as other,
              row_number() over (partition by e.id order by o.keys = e.keys desc, o.id) as position
            from entry e
            join entry o on o.indrelid = e.indrelid and o.id <> e.id and o.relam = e.relam
              and o.rows = e.rows and e.extras <@ o.all_columns
            join pg_am a on a.oid = e.relam
            where not e.constrains and not e.indisreplident and (
              e.keys = o.keys
                and (not e.indisunique or o.indisunique and o.indimmediate >= e.indimmediate
                  and o.indnullsnotdistinct >= e.indnullsnotdistinct)
                and (cardinality(e.extras), e.indisunique, e.indnullsnotdistinct, e.indimmediate,
                    false, false, o.id)
                  < (cardinality(o.extras), o.indisunique, o.indnullsnotdistinct, o.indimmediate,
                    o.constrains, o.indisreplident, e.id)
              or a.amname = 'btree' and not e.indisunique
                and cardinality(e.keys) < cardinality(o.keys)
                and o.keys[1:cardinality(e.keys)] = e.keys))
          select format('%I.%I', nspname, relname) as index, other, same,
            array[format('DROP INDEX %s%I.%I',
              case when relkind = 'I' then '' else 'CONCURRENTLY ' end, nspname, relname)]
              as statements
          from pair
          where position = 1
          order by 1
          """,
          List.of(text("index"), text("other"), flag("same"), statements()));

  private NeedlessIndexes() {}
}
