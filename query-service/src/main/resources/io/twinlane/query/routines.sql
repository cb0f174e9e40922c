-- The functions of the schemas $1, one row each. Goes on from described.sql.
, argument as (
  select
    p.oid,
    a.position,
    coalesce(a.mode, 'i') as mode,
    coalesce(a.name, '') as name,
    d.compared, d.declared, d.json,
    case when t.typtype = 'c' then rn.nspname || '.' || rc.relname end as relation
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  cross join lateral unnest(
    coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames
  ) with ordinality as a (type, mode, name, position)
  left join described d on d.type = a.type
  left join pg_catalog.pg_type t on t.oid = a.type
  left join pg_catalog.pg_class rc on rc.oid = t.typrelid and t.typrelid <> 0
  left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
  where n.nspname = any ($1::text[]) and p.prokind = 'f'
),
taken as (
  select
    oid,
    array_agg(name order by position) as names,
    array_agg(compared order by position) as compared,
    array_agg(declared order by position) as declared,
    array_agg(json order by position) as json,
    array_agg(mode::text order by position) as modes,
    array_agg(coalesce(relation, '') order by position) as relations
  from argument where mode in ('i', 'b', 'v') group by oid
),
given as (
  select
    oid,
    array_agg(case name when '' then 'column' || position else name end order by position) as names,
    array_agg(compared order by position) as compared,
    array_agg(declared order by position) as declared,
    array_agg(json order by position) as json
  from argument where mode in ('o', 'b', 't') group by oid
)
select
  n.nspname::text as schema,
  p.proname::text as name,
  p.provolatile::text as volatility,
  p.proretset as set,
  p.proretset and p.prorows = 1 as one,
  p.pronargdefaults::int4 as defaults,
  coalesce(i.names, '{}') as in_names,
  coalesce(i.compared, '{}') as in_compared,
  coalesce(i.declared, '{}') as in_declared,
  coalesce(i.json, '{}') as in_json,
  coalesce(i.modes, '{}') as in_modes,
  coalesce(i.relations, '{}') as in_relations,
  p.prorettype = 'void'::regtype as nothing,
  coalesce(d.compared, 'text') as compared,
  coalesce(d.declared, 'text') as declared,
  coalesce(d.json, 'BUILT') as json,
  case when c.oid is not null and c.relkind <> 'c' then rn.nspname || '.' || c.relname end as relation,
  coalesce(w.names, '{}') as out_names,
  coalesce(w.compared, '{}') as out_compared,
  coalesce(w.declared, '{}') as out_declared,
  coalesce(w.json, '{}') as out_json
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
left join taken i on i.oid = p.oid
left join given o on o.oid = p.oid
left join base b on b.type = p.prorettype
left join pg_catalog.pg_type t on t.oid = b.below
left join pg_catalog.pg_class c on c.oid = t.typrelid and t.typtype = 'c'
left join pg_catalog.pg_namespace rn on rn.oid = c.relnamespace
left join described d on d.type = p.prorettype
left join lateral (
  -- columns of its own come before those of the type that it returns
  select o.names, o.compared, o.declared, o.json
  where cardinality(o.names) > 1 or (o.names is not null and p.prorettype = 'record'::regtype)
    or exists (select from argument t where t.oid = p.oid and t.mode = 't')
  union all
  select
    array_agg(a.attname::text order by a.attnum), array_agg(x.compared order by a.attnum),
    array_agg(x.declared order by a.attnum), array_agg(x.json order by a.attnum)
  from pg_catalog.pg_attribute a join described x on x.type = a.atttypid
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  limit 1
) w on true
where n.nspname = any ($1::text[]) and p.prokind = 'f'
order by n.nspname, p.proname, p.oid
