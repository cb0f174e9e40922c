-- Foreign-data wrappers, servers, user mappings and tables. Of what may be a secret, the name alone.
, optional as (
  select 'FOREIGN DATA WRAPPER' as word, quote_ident(fdwname) as identity, fdwoptions as options,
    member.extname
  from pg_foreign_data_wrapper w
  left join member on member.classid = 'pg_foreign_data_wrapper'::regclass and member.objid = w.oid
  union all
  select 'SERVER', quote_ident(srvname), srvoptions, null from pg_foreign_server
  union all
  select 'USER MAPPING', format('FOR %s SERVER %I',
    case when umuser = 0 then 'PUBLIC' else quote_ident(usename) end, srvname), umoptions, null
  from pg_user_mappings
  union all
  select 'FOREIGN TABLE', r.identity, t.ftoptions, null
  from pg_foreign_table t join relation r on r.oid = t.ftrelid
),
option as (
  select o.word, o.identity, split_part(x, '=', 1) as name, substr(x, strpos(x, '=') + 1) as value,
    split_part(x, '=', 1) ~* 'pass|secret|token|key|credential' as secret
  from optional o cross join unnest(o.options) x
)
select 'foreign-data wrapper', quote_ident(w.fdwname), definition.text,
  concat_ws(' ', 'CREATE FOREIGN DATA WRAPPER', quote_ident(w.fdwname),
    nullif(definition.text, '')),
  format('DROP FOREIGN DATA WRAPPER IF EXISTS %I', w.fdwname)
from pg_foreign_data_wrapper w
cross join lateral (
  select concat_ws(' ',
    case when w.fdwhandler <> 0 then 'HANDLER ' || w.fdwhandler::regproc end,
    case when w.fdwvalidator <> 0 then 'VALIDATOR ' || w.fdwvalidator::regproc end) as text
  ) definition
where not exists (
  select from member m where m.classid = 'pg_foreign_data_wrapper'::regclass and m.objid = w.oid)

union all
select 'server', quote_ident(s.srvname), definition.text,
  format('CREATE SERVER %I %s', s.srvname, definition.text),
  format('DROP SERVER IF EXISTS %I', s.srvname)
from pg_foreign_server s
join pg_foreign_data_wrapper w on w.oid = s.srvfdw
cross join lateral (
  select concat_ws(' ', 'TYPE ' || quote_literal(s.srvtype),
    'VERSION ' || quote_literal(s.srvversion),
    'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)) as text) definition

union all
select 'user mapping', o.identity, '', 'CREATE USER MAPPING ' || o.identity,
  'DROP USER MAPPING IF EXISTS ' || o.identity
from optional o where o.word = 'USER MAPPING'

union all
select 'foreign option', format('%s of %s', o.name, o.identity),
  case when o.secret then 'a secret' else o.value end,
  case when o.secret then '' else
    format('ALTER %s %s OPTIONS (ADD %I %L)', o.word, o.identity, o.name, o.value) end,
  format('ALTER %s %s OPTIONS (DROP %I)', o.word, o.identity, o.name)
from option o
