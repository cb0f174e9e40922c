-- What the role that asks may do with the relations of the schema $1, one JSON object each.
select json_build_object(
  'schema', pg_catalog.obj_description(n.oid, 'pg_namespace'),
  'name', c.relname,
  'comment', pg_catalog.obj_description(c.oid, 'pg_class'),
  'select', pg_catalog.has_any_column_privilege(c.oid, 'select'),
  'insert', pg_catalog.has_any_column_privilege(c.oid, 'insert') and (may.be & 8) = 8,
  'update', pg_catalog.has_any_column_privilege(c.oid, 'update') and (may.be & 4) = 4,
  'delete', pg_catalog.has_table_privilege(c.oid, 'delete') and (may.be & 16) = 16,
  'columns', coalesce((
    select json_agg(json_build_object(
      'name', a.attname,
      'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
      'below', pg_catalog.format_type(case when t.typtype = 'd' then t.typbasetype else t.oid end, null),
      'comment', pg_catalog.col_description(c.oid, a.attnum),
      'required', a.attnotnull and not a.atthasdef and a.attidentity = '',
      'length', case when t.oid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 4
        then a.atttypmod - 4 end,
      'values', (
        select json_agg(e.enumlabel order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid = t.oid
      ),
      'key', exists (
        select from pg_catalog.pg_index i
        where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)
      ),
      'reference', (
        select o.relname || '.' || b.attname
        from pg_catalog.pg_constraint k
        join pg_catalog.pg_class o on o.oid = k.confrelid
        join pg_catalog.pg_attribute b on b.attrelid = o.oid and b.attnum = k.confkey[1]
        where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]
        order by k.oid limit 1
      )
    ) order by a.attnum)
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type t on t.oid = a.atttypid
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and coalesce(pg_catalog.col_description(c.oid, a.attnum), '') not like '@private%'
      and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select, insert, update')
  ), '[]')
)::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  -- the bits are those of pg_relation_is_updatable: update 4, insert 8, delete 16
  select case when c.relkind in ('r', 'p') then 28
    else pg_catalog.pg_relation_is_updatable(c.oid, true) end
) as may (be)
where n.nspname = $1::text and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition
  and (
    pg_catalog.has_any_column_privilege(c.oid, 'select, insert, update')
    or pg_catalog.has_table_privilege(c.oid, 'delete')
  )
order by c.relname
