-- The columns of every primary and foreign key, by relation and number, and which keys they are part of.
select
  a.attrelid::int8 as relation,
  n.nspname::text as schema,
  c.relname::text as name,
  a.attnum::int4 as number,
  a.attname::text as column_name,
  pg_catalog.bool_or(k.contype = 'p') as in_primary
from (
  select conrelid as relation, unnest(conkey) as number, contype
  from pg_catalog.pg_constraint where contype in ('p', 'f')
  union
  select confrelid, unnest(confkey), 'f'
  from pg_catalog.pg_constraint where contype = 'f'
) k
join pg_catalog.pg_class c on c.oid = k.relation
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = k.relation and a.attnum = k.number
where n.nspname not in ('pg_catalog', 'information_schema')
group by 1, 2, 3, 4, 5
