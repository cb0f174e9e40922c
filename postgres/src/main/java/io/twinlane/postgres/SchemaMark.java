package io.twinlane.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number that is another one after DDL, by whomever: how often rows of the catalogs were written
 * that say what a statement means and what a write reaches.
 *
 * <p>PostgreSQL's statistics count them; a session hands its counts in within some ten seconds.
 * Temporary tables count too. New functions and schemas alone do not, as probes make some.
 *
 * <p>A replica counts nothing of what it replays. There it is a sum over the rows themselves: each
 * has the number of the transaction that wrote it.
 */
final class SchemaMark {

  private static final String QUESTION =
      """
      select case when pg_is_in_recovery() then (
        %s
      ) else (
        select coalesce(sum(pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
          + pg_stat_get_tuples_deleted(oid)), 0)
        from pg_class
        where relnamespace = 'pg_catalog'::regnamespace and relname in (
          'pg_class', 'pg_attribute', 'pg_rewrite', 'pg_trigger', 'pg_constraint', 'pg_policy',
          'pg_attrdef', 'pg_inherits', 'pg_enum', 'pg_operator', 'pg_cast', 'pg_auth_members')
      ) + (
        select sum(pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid))
        from pg_class
        where relnamespace = 'pg_catalog'::regnamespace
          and relname in ('pg_proc', 'pg_namespace', 'pg_type')
      ) end
      """
          .formatted(
              Stream.of(
                      "class",
                      "attribute",
                      "rewrite",
                      "trigger",
                      "constraint",
                      "policy",
                      "attrdef",
                      "inherits",
                      "enum",
                      "operator",
                      "cast",
                      "auth_members",
                      "proc",
                      "namespace",
                      "type")
                  .map(
                      "(select count(*) + coalesce(sum(xmin::text::int8), 0) from pg_%s)"
                          ::formatted)
                  .collect(Collectors.joining(" + ")));

  private SchemaMark() {}

  static Future<String> of(SqlConnection connection) {
    return connection
        .query(QUESTION)
        .execute()
        .map(rows -> String.valueOf(rows.iterator().next().getValue(0)));
  }
}
