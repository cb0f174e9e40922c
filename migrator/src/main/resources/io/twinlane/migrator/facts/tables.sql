-- Tables as a whole: partitioning, inheritance, storage, row security.
, own_table as (select * from relation where relkind in ('r', 'p', 'f')),
inheritance as (
  select child.oid, child.identity as child, child.relispartition, parent.identity as parent,
    pg_get_expr(child.relpartbound, child.oid) as bound, i.inhseqno,
    row_number() over (partition by child.oid order by i.inhseqno) as place,
    to_jsonb(i) ->> 'inhdetachpending' as pending
  from pg_inherits i
  join own_table child on child.oid = i.inhrelid
  join relation parent on parent.oid = i.inhparent
),
definition as (
  select d.attrelid, string_agg(d.definition, ', ' order by d.attnum) as columns
  from column_definition d group by d.attrelid
),
parameter as (
  select r.identity, r.word, option.name, option.value
  from relation r
  cross join lateral (
    select split_part(o, '=', 1) as name, substr(o, strpos(o, '=') + 1) as value
    from unnest(r.reloptions) o
    union all
    select 'toast.' || split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)
    from pg_class toast cross join unnest(toast.reloptions) o
    where toast.oid = r.reltoastrelid) option
  -- the definition of an index says its own
  where r.relkind in ('r', 'p', 'v', 'm')
)
select 'table', t.identity,
  concat_ws(' ', case when t.relkind = 'f' then 'foreign, server ' || quote_ident(s.srvname) end,
    'partition by ' || pg_get_partkeydef(t.oid), 'member of ' || t.extname),
  case when t.extname is not null then '' else
    concat_ws(' ', 'CREATE', case when t.relpersistence = 'u' then 'UNLOGGED' end, t.word,
      t.identity,
      case when t.reloftype <> 0 then 'OF ' || t.reloftype::regtype
        else format('(%s)', d.columns) end,
      'SERVER ' || quote_ident(s.srvname), 'PARTITION BY ' || pg_get_partkeydef(t.oid),
      case when m.amname <> 'heap' then 'USING ' || quote_ident(m.amname) end)
  end,
  case when t.extname is not null then ''
    else format('DROP %s IF EXISTS %s', t.word, t.identity) end
from own_table t
left join definition d on d.attrelid = t.oid
left join pg_foreign_table f on f.ftrelid = t.oid
left join pg_foreign_server s on s.oid = f.ftserver
left join pg_am m on m.oid = t.relam

union all
select case a.relkind when 'c' then 'attribute order' else 'column order' end, a.relation,
  string_agg(a.name, ', ' order by a.attnum), '', ''
from attribute a where a.relkind in ('r', 'p', 'f', 'c')
group by a.relation, a.relkind

union all
select 'table persistence', t.identity, 'unlogged',
  format('ALTER TABLE %s SET UNLOGGED', t.identity), format('ALTER TABLE %s SET LOGGED', t.identity)
from own_table t where t.relpersistence = 'u'

union all
select 'table type', t.identity, t.reloftype::regtype::text,
  format('ALTER TABLE %s OF %s', t.identity, t.reloftype::regtype),
  format('ALTER TABLE %s NOT OF', t.identity)
from own_table t where t.reloftype <> 0

union all
select 'access method of table', r.identity, quote_ident(m.amname),
  format('ALTER %s %s SET ACCESS METHOD %I', r.word, r.identity, m.amname),
  format('ALTER %s %s SET ACCESS METHOD heap', r.word, r.identity)
from relation r join pg_am m on m.oid = r.relam
where r.relkind in ('r', 'p', 'm') and m.amname <> 'heap'

union all
select 'tablespace of relation', r.identity, quote_ident(t.spcname),
  format('ALTER %s %s SET TABLESPACE %I', r.word, r.identity, t.spcname),
  format('ALTER %s %s SET TABLESPACE pg_default', r.word, r.identity)
from relation r join pg_tablespace t on t.oid = r.reltablespace

union all
select 'storage parameter', format('%s on %s', p.name, p.identity), p.value,
  format('ALTER %s %s SET (%s = %L)', p.word, p.identity, p.name, p.value),
  format('ALTER %s %s RESET (%s)', p.word, p.identity, p.name)
from parameter p

union all
select 'replica identity', t.identity, identity.word,
  format('ALTER TABLE %s REPLICA IDENTITY %s', t.identity, identity.word),
  format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', t.identity)
from relation t
cross join lateral (
  select case t.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING' else
    (select 'USING INDEX ' || quote_ident(c.relname)
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = t.oid and i.indisreplident) end as word) identity
where t.relkind in ('r', 'p', 'm') and t.relreplident <> 'd' and identity.word is not null

union all
select 'row security', t.identity, 'enabled',
  format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.identity),
  format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t.identity)
from own_table t where t.relrowsecurity

union all
select 'row security for the owner', t.identity, 'forced',
  format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.identity),
  format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', t.identity)
from own_table t where t.relforcerowsecurity

union all
select 'partition', i.child,
  concat_ws(' ', i.parent, i.bound, case when i.pending = 'true' then 'half detached' end),
  format('ALTER TABLE %s ATTACH PARTITION %s %s', i.parent, i.child, i.bound),
  format('ALTER TABLE %s DETACH PARTITION %s%s', i.parent, i.child,
    case when i.pending = 'true' then ' FINALIZE' else '' end)
from inheritance i where i.relispartition

union all
select 'inheritance', format('%s of %s', i.child, i.parent), 'parent ' || i.place,
  format('ALTER TABLE %s INHERIT %s', i.child, i.parent),
  format('ALTER TABLE %s NO INHERIT %s', i.child, i.parent)
from inheritance i where not i.relispartition
