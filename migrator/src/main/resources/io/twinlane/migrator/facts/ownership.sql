-- Who owns what, comments, and security labels.
, owned as (
  select 'pg_namespace'::regclass as classid, n.oid as objid, n.nspowner as owner
  from pg_namespace n join own_schema s on s.oid = n.oid
  union all
  select 'pg_class'::regclass, r.oid, r.relowner from relation r
  where r.relkind in ('r', 'p', 'f', 'v', 'm')
  union all
  -- the sequence of a column is owned by whoever owns the table
  select 'pg_class'::regclass, r.oid, r.relowner
  from sequence q join relation r on r.oid = q.oid
  where q.owned is null
  union all
  select 'pg_type'::regclass, t.oid, t.typowner
  from pg_type t
  join own_schema s on s.oid = t.typnamespace
  left join pg_class c on c.oid = t.typrelid
  -- neither arrays, nor the row types of tables, nor what a range brings along
  where t.typarray <> 0 and t.typtype <> 'm' and (t.typrelid = 0 or c.relkind = 'c')
  union all
  select 'pg_proc'::regclass, p.oid, p.proowner
  from pg_proc p join own_schema s on s.oid = p.pronamespace
  where not exists (
    select from attendant d where d.classid = 'pg_proc'::regclass and d.objid = p.oid)
  union all
  select 'pg_operator'::regclass, o.oid, o.oprowner
  from pg_operator o join own_schema s on s.oid = o.oprnamespace
  union all
  select 'pg_opclass'::regclass, c.oid, c.opcowner
  from pg_opclass c join own_schema s on s.oid = c.opcnamespace
  union all
  select 'pg_opfamily'::regclass, f.oid, f.opfowner
  from pg_opfamily f join own_schema s on s.oid = f.opfnamespace
  union all
  select 'pg_collation'::regclass, c.oid, c.collowner
  from pg_collation c join own_schema s on s.oid = c.collnamespace
  union all
  select 'pg_conversion'::regclass, c.oid, c.conowner
  from pg_conversion c join own_schema s on s.oid = c.connamespace
  union all
  select 'pg_ts_dict'::regclass, d.oid, d.dictowner
  from pg_ts_dict d join own_schema s on s.oid = d.dictnamespace
  union all
  select 'pg_ts_config'::regclass, c.oid, c.cfgowner
  from pg_ts_config c join own_schema s on s.oid = c.cfgnamespace
  union all
  select 'pg_statistic_ext'::regclass, e.oid, e.stxowner
  from pg_statistic_ext e join own_schema s on s.oid = e.stxnamespace
  union all
  select 'pg_language'::regclass, l.oid, l.lanowner from pg_language l where l.lanispl
  union all
  select 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwowner from pg_foreign_data_wrapper w
  union all
  select 'pg_foreign_server'::regclass, f.oid, f.srvowner from pg_foreign_server f
  union all
  select 'pg_event_trigger'::regclass, t.oid, t.evtowner from pg_event_trigger t
  union all
  select 'pg_publication'::regclass, p.oid, p.pubowner from pg_publication p
  union all
  select 'pg_subscription'::regclass, subscription.oid, subowner
  from pg_subscription subscription
  where subdbid = (select oid from pg_database where datname = current_database())
  union all
  select 'pg_extension'::regclass, e.oid, e.extowner from pg_extension e
),
-- words of pg_identify_object that a statement says otherwise
word (type, said) as (
  values ('table column', 'column'), ('view column', 'column'), ('foreign table column', 'column'),
    ('materialized view column', 'column'), ('composite type column', 'column'),
    ('table constraint', 'constraint'), ('domain constraint', 'constraint'),
    ('function', 'routine'), ('procedure', 'routine'), ('aggregate', 'routine'),
    ('composite type', 'type'), ('statistics object', 'statistics'),
    ('foreign-data wrapper', 'foreign data wrapper')
),
described as (
  select 'comment' as kind, d.classoid, d.objoid, d.objsubid, d.description as text,
    null as provider
  from pg_description d
  union all
  select 'security label', l.classoid, l.objoid, l.objsubid, l.label, l.provider
  from pg_seclabel l
)
select 'owner', object.type || ' ' || object.identity, quote_ident(pg_get_userbyid(o.owner)),
  -- an extension changes hands only by being made again
  case when object.type = 'extension' then '' else
    format('ALTER %s %s OWNER TO %I', upper(coalesce(word.said, object.type)), object.identity,
      pg_get_userbyid(o.owner)) end,
  ''
from owned o
cross join lateral pg_identify_object(o.classid, o.objid, 0) object
left join word on word.type = object.type
where object.type = 'extension' or not exists (
  select from member m where m.classid = o.classid and m.objid = o.objid)

union all
select d.kind,
  concat_ws(' ', object.type, object.identity, 'by ' || quote_ident(d.provider)),
  d.text, statement.start || quote_literal(d.text), statement.start || 'NULL'
from described d
cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) object
left join word on word.type = object.type
cross join lateral (
  select concat_ws(' ', upper(d.kind), 'FOR ' || quote_ident(d.provider), 'ON',
    upper(coalesce(word.said, object.type)),
    case when object.type = 'domain constraint'
      then regexp_replace(object.identity, '^(("[^"]*")+|[^" ]+) on ', '\1 ON DOMAIN ')
      else object.identity end,
    'IS ') as start) statement
-- the schema public is there from the beginning, and yet the owner's
where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.objoid = 2200)
  and d.classoid <> 'pg_largeobject'::regclass
  and object.identity !~ '(^| on )(twinlane|information_schema|pg_temp|pg_toast)[^.]*(\.|$)'
  and not exists (
    select from member m
    where m.classid = d.classoid and m.objid = d.objoid and object.type <> 'extension')
