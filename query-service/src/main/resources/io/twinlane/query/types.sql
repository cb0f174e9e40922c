-- The types that a cast may name: PostgreSQL's own and those of the schemas $1. Goes on from
-- described.sql.
select t.typname::text as name, d.compared, d.declared, d.json
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
join described d on d.type = t.oid
left join pg_catalog.pg_class c on c.oid = t.typrelid
left join pg_catalog.pg_type e on e.oid = t.typelem and t.typlen = -1
where (n.nspname = 'pg_catalog' or n.nspname = any ($1::text[]))
  and t.typtype <> 'p'
  and (t.typrelid = 0 or c.relkind = 'c')
  and (e.oid is null or e.typrelid = 0)
order by n.nspname <> 'pg_catalog', t.typname
