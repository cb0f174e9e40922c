-- Functions that the tree in body.tree calls, with those behind operators, and those that aggregates
-- are made of: an aggregate is always marked immutable, so what counts are its parts.
select part.oid
from (
  select m[1]::oid
  from pg_catalog.regexp_matches(body.tree,
    ':(?:funcid|opfuncid|aggfnoid|winfnoid|hashfuncid|negfuncid) (\d+)', 'g') m
  union all
  select o.oprcode::oid
  from pg_catalog.regexp_matches(body.tree, ':(?:opno|eqop|sortop) (\d+)', 'g') m
  join pg_catalog.pg_operator o on o.oid = m[1]::oid
  union all
  select o.oprcode::oid
  from pg_catalog.regexp_matches(body.tree, ':opnos \(o ([0-9 ]+)\)', 'g') m,
    pg_catalog.unnest(pg_catalog.string_to_array(m[1], ' ')) number
  join pg_catalog.pg_operator o on o.oid = number::oid
) used(oid)
left join pg_catalog.pg_aggregate a on a.aggfnoid = used.oid,
  lateral (values (used.oid), (a.aggtransfn::oid), (a.aggfinalfn::oid), (a.aggcombinefn::oid),
    (a.aggmtransfn::oid), (a.aggminvtransfn::oid), (a.aggmfinalfn::oid)) part(oid)
where part.oid <> 0
