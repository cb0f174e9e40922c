-- What every type is compared as, declared as, and written as in JSON. Other queries go on from here.
with recursive base (type, below) as (
  select oid, oid from pg_catalog.pg_type where typtype <> 'd'
  union all
  select t.oid, b.below
  from pg_catalog.pg_type t join base b on b.type = t.typbasetype
  where t.typtype = 'd'
),
described as (
  select
    b.type,
    pg_catalog.format_type(b.below, -1) as compared,
    pg_catalog.format_type(b.type, -1) as declared,
    case
      -- bool, int8, int2, int4, text, varchar, bpchar, name, uuid, date, timestamp, timestamptz
      when b.below in (16, 20, 21, 23, 25, 1043, 1042, 19, 2950, 1082, 1114, 1184) then 'PLAIN'
      -- numeric, float4, float8
      when b.below in (1700, 700, 701) then 'NUMBER'
      -- json, jsonb
      when b.below in (114, 3802) then 'JSON'
      -- bytea, time, timetz, interval
      when b.below in (17, 1083, 1266, 1186) or t.typtype = 'e' then 'TEXT'
      else 'BUILT'
    end as json,
    -- functions of a domain's implicit casts: to json, from json, from text
    case when b.type <> b.below then (
      select
        coalesce(max(f.name) filter (where k.castsource = b.type and k.casttarget = 114), '') || E'\t'
        || coalesce(max(f.name) filter (where k.castsource = 114 and k.casttarget = b.type), '') || E'\t'
        || coalesce(max(f.name) filter (where k.castsource = 25 and k.casttarget = b.type), '')
      from pg_catalog.pg_cast k
      join lateral (
        select pg_catalog.format('%I.%I', n.nspname, p.proname) as name
        from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        where p.oid = k.castfunc
      ) f on true
      where k.castcontext = 'i' and b.type in (k.castsource, k.casttarget)
    ) end as representation
  from base b join pg_catalog.pg_type t on t.oid = b.below
)
