-- Every foreign key between tables of users, one row each; those of partitions are their parent's.
select
  k.conname::text as constraint_name,
  k.conrelid::int8 as relation,
  k.confrelid::int8 as foreign_relation,
  (select pg_catalog.array_agg(u.n::int4 order by u.i) from unnest(k.conkey) with ordinality as u (n, i)) as columns,
  (select pg_catalog.array_agg(u.n::int4 order by u.i) from unnest(k.confkey) with ordinality as u (n, i)) as foreign_columns,
  exists (
    select from pg_catalog.pg_index i
    where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
      and (select pg_catalog.array_agg(u.n order by u.n) from unnest(i.indkey[0:i.indnkeyatts - 1]) as u (n))
        = (select pg_catalog.array_agg(u.n order by u.n) from unnest(k.conkey) as u (n))
  ) as one
from pg_catalog.pg_constraint k
where k.contype = 'f' and k.conparentid = 0
order by k.conrelid, k.conname
