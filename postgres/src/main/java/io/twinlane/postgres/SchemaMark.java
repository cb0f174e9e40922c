package io.twinlane.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * A number that is another one after DDL, by whomever: how often rows of the catalogs were written
 * that say what a statement means and what a write reaches.
 *
 * <p>PostgreSQL's statistics count them; a session hands its counts in within some ten seconds.
 * Temporary tables count too. New functions and schemas alone do not, as probes make some.
 */
final class SchemaMark {

  private static final String QUESTION =
      """
      select (
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
      )
      """;

  private SchemaMark() {}

  static Future<String> of(SqlConnection connection) {
    return connection
        .query(QUESTION)
        .execute()
        .map(rows -> String.valueOf(rows.iterator().next().getValue(0)));
  }
}
