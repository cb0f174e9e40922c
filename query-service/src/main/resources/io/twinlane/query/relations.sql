-- The relations of the schemas $1, one row each. Goes on from described.sql.
, keys as (
  select
    i.indrelid as relation,
    pg_catalog.array_agg(a.attname::text order by k.position) as columns
  from pg_catalog.pg_index i
  cross join unnest(i.indkey) with ordinality as k (attribute, position)
  join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attribute
  where i.indisprimary
  group by i.indrelid
)
select
  n.nspname::text as schema,
  c.relname::text as name,
  coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attname is not null), '{}') as columns,
  coalesce(array_agg(d.compared order by a.attnum) filter (where a.attname is not null), '{}') as compared,
  coalesce(array_agg(d.declared order by a.attnum) filter (where a.attname is not null), '{}') as declared,
  coalesce(array_agg(d.json order by a.attnum) filter (where a.attname is not null), '{}') as json,
  coalesce((select k.columns from keys k where k.relation = c.oid), '{}') as primary_key,
  -- the bits are those of pg_relation_is_updatable: update 4, insert 8, delete 16
  c.relkind in ('r', 'p') or (pg_catalog.pg_relation_is_updatable(c.oid, true) & 8) = 8 as insertable,
  c.relkind in ('r', 'p') or (pg_catalog.pg_relation_is_updatable(c.oid, true) & 4) = 4 as updatable,
  c.relkind in ('r', 'p') or (pg_catalog.pg_relation_is_updatable(c.oid, true) & 16) = 16 as deletable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attribute a
  on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  -- a column that is marked so is not part of the API at all
  and coalesce(pg_catalog.col_description(c.oid, a.attnum), '') not like '@private%'
left join described d on d.type = a.atttypid
where n.nspname = any ($1::text[])
  and c.relkind in ('r', 'v', 'm', 'f', 'p')
  and not c.relispartition
group by n.nspname, c.oid, c.relname, c.relkind
