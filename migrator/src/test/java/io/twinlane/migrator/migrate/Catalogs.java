package io.twinlane.migrator.migrate;

import io.twinlane.schema.testkit.TestDatabase;

/** What is in a database, as text that two databases can be compared by. */
final class Catalogs {

  private Catalogs() {}

  /** Columns, constraints, indexes, triggers and comments of the tables in public. */
  static String described(TestDatabase database) {
    return database.query(
        """
        select string_agg(line, e'\\n' order by line) from (
          select format('column %s.%s %s %s %s %s', c.relname, a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            pg_get_expr(d.adbin, d.adrelid)) as line
          from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          union all
          select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
          from pg_constraint where connamespace = 'public'::regnamespace
          union all
          select indexdef from pg_indexes where schemaname = 'public'
          union all
          select pg_get_triggerdef(t.oid) from pg_trigger t
          join pg_class c on c.oid = t.tgrelid
          where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
          union all
          select format('comment %s %s %s', c.relname, d.objsubid, d.description)
          from pg_description d join pg_class c on c.oid = d.objoid
          where c.relnamespace = 'public'::regnamespace
          union all
          select pg_get_functiondef(oid) from pg_proc
          where pronamespace = 'twinlane'::regnamespace) as described
        """);
  }

  /** Every row of every table in public. */
  static String contents(TestDatabase database) {
    return database.query(
        """
        select string_agg(relname || ': ' || (xpath('/table/row', query_to_xml(
          format('select t::text as r from %I t order by 1', relname), true, false, '')))::text,
          e'\\n' order by relname)
        from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        """);
  }
}
