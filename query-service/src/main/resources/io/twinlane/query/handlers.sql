-- Aggregates of the schemas $1 that make one body of the rows of a relation, or of any: their result
-- is a domain that is named as a media type. Goes on from described.sql.
select
  pg_catalog.format('%I.%I', n.nspname, p.proname) as name,
  case when c.oid is not null then rn.nspname || '.' || c.relname end as relation,
  pg_catalog.format_type(t.oid, -1) as row,
  d.compared, d.declared, d.json
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_type r on r.oid = p.prorettype and r.typtype = 'd' and r.typname like '%_/_%'
join described d on d.type = r.oid
join pg_catalog.pg_type t on t.oid = p.proargtypes[0]
left join pg_catalog.pg_class c on c.oid = t.typrelid and t.typtype = 'c'
left join pg_catalog.pg_namespace rn on rn.oid = c.relnamespace
where p.prokind = 'a' and p.pronargs = 1 and n.nspname = any ($1::text[])
  and (c.oid is not null or t.oid = 'pg_catalog.anyelement'::pg_catalog.regtype)
order by n.nspname, p.proname, p.oid
