-- Every view of users, with the tree that PostgreSQL keeps of its query.
select r.ev_class::int8 as relation, r.ev_action::text as tree
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where r.ev_type = '1' and c.relkind in ('v', 'm')
  and n.nspname not in ('pg_catalog', 'information_schema')
