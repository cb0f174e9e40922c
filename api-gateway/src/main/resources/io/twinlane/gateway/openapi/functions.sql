-- The functions of the schema $1 that the role that asks may call, one JSON object each.
select json_build_object(
  'name', p.proname,
  'comment', pg_catalog.obj_description(p.oid, 'pg_proc'),
  'writes', p.provolatile = 'v',
  'set', p.proretset,
  'relation', case when c.relkind in ('r', 'v', 'm', 'f', 'p') and rn.nspname = $1::text
    then c.relname end,
  'returns', pg_catalog.format_type(p.prorettype, null),
  'parameters', coalesce((
    select json_agg(json_build_object(
      'name', a.name,
      'type', pg_catalog.format_type(a.type, null),
      'required', a.input <= p.pronargs - p.pronargdefaults and a.mode <> 'v'
    ) order by a.input)
    from (
      select x.type, x.name, coalesce(x.mode, 'i') as mode,
        row_number() over (order by x.place) as input
      from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
        with ordinality as x (type, mode, name, place)
      where coalesce(x.mode, 'i') in ('i', 'b', 'v')
    ) as a
    where a.name <> ''
  ), '[]')
)::text
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_type t on t.oid = p.prorettype
left join pg_catalog.pg_class c on c.oid = t.typrelid and t.typtype = 'c'
left join pg_catalog.pg_namespace rn on rn.oid = c.relnamespace
where n.nspname = $1::text and p.prokind = 'f'
  and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
  and pg_catalog.has_function_privilege(p.oid, 'execute')
order by p.proname, p.oid
