-- Schemas, extensions, languages, access methods and event triggers.
select 'schema', s.name, '', 'CREATE SCHEMA ' || s.name, 'DROP SCHEMA IF EXISTS ' || s.name
from own_schema s
where not exists (
  select from member m where m.classid = 'pg_namespace'::regclass and m.objid = s.oid)

union all
select 'extension', quote_ident(e.extname), '',
  format('CREATE EXTENSION %I', e.extname)
    || case when m.objid is null then format(' SCHEMA %I', n.nspname) else '' end
    || format(' VERSION %L', e.extversion),
  format('DROP EXTENSION IF EXISTS %I', e.extname)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join member m
  on m.classid = 'pg_namespace'::regclass and m.objid = n.oid and m.extname = e.extname

union all
select 'extension version', quote_ident(e.extname), e.extversion,
  format('ALTER EXTENSION %I UPDATE TO %L', e.extname, e.extversion), ''
from pg_extension e

union all
select 'extension schema', quote_ident(e.extname), quote_ident(n.nspname),
  format('ALTER EXTENSION %I SET SCHEMA %I', e.extname, n.nspname), ''
from pg_extension e join pg_namespace n on n.oid = e.extnamespace

union all
select 'language', quote_ident(l.lanname),
  concat_ws(' ', case when l.lanpltrusted then 'trusted' else 'untrusted' end,
    'handler ' || l.lanplcallfoid::regproc, 'inline ' || l.laninline::regproc,
    'validator ' || l.lanvalidator::regproc, 'member of ' || m.extname),
  case when m.extname is null then
    concat_ws(' ', 'CREATE', case when l.lanpltrusted then 'TRUSTED' end,
      'LANGUAGE', quote_ident(l.lanname), 'HANDLER ' || l.lanplcallfoid::regproc,
      case when l.laninline <> 0 then 'INLINE ' || l.laninline::regproc end,
      case when l.lanvalidator <> 0 then 'VALIDATOR ' || l.lanvalidator::regproc end)
  else '' end,
  case when m.extname is null then format('DROP LANGUAGE IF EXISTS %I', l.lanname) else '' end
from pg_language l
left join member m on m.classid = 'pg_language'::regclass and m.objid = l.oid
where l.lanispl

union all
select 'access method', quote_ident(a.amname),
  format('%s %s', a.amtype, a.amhandler),
  format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', a.amname,
    case a.amtype when 't' then 'TABLE' else 'INDEX' end, a.amhandler),
  format('DROP ACCESS METHOD IF EXISTS %I', a.amname)
from pg_am a
where a.oid >= 16384 and not exists (
  select from member m where m.classid = 'pg_am'::regclass and m.objid = a.oid)

union all
select 'event trigger', quote_ident(t.evtname),
  concat_ws(' ', t.evtevent, tags.list, t.evtfoid::regprocedure),
  concat_ws(' ', format('CREATE EVENT TRIGGER %I ON %s', t.evtname, t.evtevent),
    'WHEN TAG IN (' || tags.list || ')', 'EXECUTE FUNCTION', t.evtfoid::regprocedure),
  format('DROP EVENT TRIGGER IF EXISTS %I', t.evtname)
from pg_event_trigger t
cross join lateral (
  select string_agg(quote_literal(tag), ', ' order by tag) as list from unnest(t.evttags) tag) tags
where not exists (
  select from member m where m.classid = 'pg_event_trigger'::regclass and m.objid = t.oid)

union all
select 'event trigger state', quote_ident(t.evtname), state.word,
  format('ALTER EVENT TRIGGER %I %s', t.evtname, state.word),
  format('ALTER EVENT TRIGGER %I ENABLE', t.evtname)
from pg_event_trigger t
join (values ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS')) state (sign, word)
  on state.sign = t.evtenabled
