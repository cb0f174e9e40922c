-- Views and materialized views; their options are storage parameters, their defaults those of columns.
, own_view as (
  select r.*, rtrim(pg_get_viewdef(r.oid), ';') as definition,
    (select string_agg(a.name, ', ' order by a.attnum)
     from attribute a where a.attrelid = r.oid) as columns,
    (select string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
     from unnest(r.reloptions) o) as options
  from relation r where r.relkind in ('v', 'm') and r.extname is null
)
select case v.relkind when 'v' then 'view' else 'materialized view' end, v.identity,
  format('(%s) %s', v.columns, v.definition),
  concat_ws(' ', case v.relkind when 'v' then 'CREATE OR REPLACE' else 'CREATE' end, v.word,
    v.identity, format('(%s)', v.columns), 'WITH (' || v.options || ')', 'AS', v.definition,
    case when v.relkind = 'm' and not v.relispopulated then 'WITH NO DATA' end),
  format('DROP %s IF EXISTS %s', v.word, v.identity)
from own_view v

union all
select 'materialized view without data', v.identity, '',
  format('REFRESH MATERIALIZED VIEW %s WITH NO DATA', v.identity),
  format('REFRESH MATERIALIZED VIEW %s', v.identity)
from own_view v where v.relkind = 'm' and not v.relispopulated
