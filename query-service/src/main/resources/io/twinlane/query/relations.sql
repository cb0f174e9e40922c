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
  coalesce(array_agg(coalesce(d.representation, '') order by a.attnum) filter (where a.attname is not null), '{}') as representations,
  coalesce(array_agg(d.json order by a.attnum) filter (where a.attname is not null), '{}') as json,
  coalesce(array_agg(coalesce(pg_catalog.pg_get_expr(f.adbin, f.adrelid), case a.attidentity when '' then null
    else 'nextval(' || pg_catalog.quote_literal(pg_catalog.pg_get_serial_sequence(c.oid::regclass::text, a.attname)) || ')'
    end) order by a.attnum) filter (where a.attname is not null), '{}') as defaults,
  coalesce(array_agg(a.attnum::int4 order by a.attnum) filter (where a.attname is not null), '{}') as numbers,
  c.oid::int8 as oid,
  c.relkind::text as kind,
  -- code of triggers that can be read, and whether there is any that cannot
  coalesce((
    select array_agg(distinct p.prosrc)
    from pg_catalog.pg_trigger g join pg_catalog.pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = c.oid and not g.tgisinternal
  ), '{}') as trigger_sources,
  exists (
    select from pg_catalog.pg_trigger g
    join pg_catalog.pg_proc p on p.oid = g.tgfoid
    join pg_catalog.pg_language l on l.oid = p.prolang
    where g.tgrelid = c.oid and not g.tgisinternal
      and (l.lanname <> 'plpgsql' or g.tgqual::text like '%{FUNCEXPR%')
  ) as opaque_triggers,
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
left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum and a.attgenerated = ''
where n.nspname = any ($1::text[])
  and c.relkind in ('r', 'v', 'm', 'f', 'p')
  and not c.relispartition
group by n.nspname, c.oid, c.relname, c.relkind
