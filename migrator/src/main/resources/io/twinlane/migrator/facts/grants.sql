-- Grants, and what was taken from those that come by themselves. Their order means nothing.
, granted as (
  select 'pg_class'::regclass as classid, c.oid as objid, 0 as objsubid, c.relowner as owner,
    c.relacl as acl, case c.relkind when 'S' then 's' else 'r' end::"char" as type
  from pg_class c
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl, 'c'
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where a.attacl is not null and not a.attisdropped
  union all
  select 'pg_proc'::regclass, oid, 0, proowner, proacl, 'f' from pg_proc
  union all
  select 'pg_namespace'::regclass, oid, 0, nspowner, nspacl, 'n' from pg_namespace
  union all
  select 'pg_type'::regclass, oid, 0, typowner, typacl, 'T' from pg_type where typacl is not null
  union all
  select 'pg_language'::regclass, oid, 0, lanowner, lanacl, 'l' from pg_language
  union all
  select 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwowner, fdwacl, 'F'
  from pg_foreign_data_wrapper
  union all
  select 'pg_foreign_server'::regclass, oid, 0, srvowner, srvacl, 'S' from pg_foreign_server
),
-- what is PostgreSQL's or an extension's begins with grants of its own
object as (
  select
    case when g.objsubid = 0 then object.type || ' ' || object.identity
      else 'column ' || object.identity end as label,
    '' as before,
    case when g.objsubid <> 0 then format(' (%I)', (
      select a.attname from pg_attribute a
      where a.attrelid = g.objid and a.attnum = g.objsubid)) else '' end as part,
    ' ON ' || case g.type when 's' then 'SEQUENCE' when 'f' then 'ROUTINE' when 'n' then 'SCHEMA'
      when 'T' then 'TYPE' when 'l' then 'LANGUAGE' when 'F' then 'FOREIGN DATA WRAPPER'
      when 'S' then 'FOREIGN SERVER' else 'TABLE' end || ' ' || whole.identity as place,
    g.owner, coalesce(g.acl, acldefault(g.type, g.owner)) as acl,
    coalesce(i.initprivs, acldefault(g.type, g.owner)) as usual
  from granted g
  left join pg_init_privs i
    on i.classoid = g.classid and i.objoid = g.objid and i.objsubid = g.objsubid
      and g.type <> 'n'
  cross join lateral pg_identify_object(g.classid, g.objid, g.objsubid) object
  cross join lateral pg_identify_object(g.classid, g.objid, 0) whole
  where (g.acl is not null or i.objoid is not null) and g.acl is distinct from i.initprivs
    and whole.identity !~ '^(twinlane|information_schema|pg_temp|pg_toast)[^.]*(\.|$)'
  union all
  select place.text, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', pg_get_userbyid(d.defaclrole),
      ' IN SCHEMA ' || quote_ident(n.nspname)),
    '', ' ON ' || upper(kind.name), d.defaclrole, d.defaclacl,
    case when n.oid is null then acldefault(kind.type::"char", d.defaclrole)
      else acldefault('c', d.defaclrole) end
  from pg_default_acl d
  join (values ('r', 'r', 'tables'), ('S', 's', 'sequences'), ('f', 'f', 'functions'),
      ('T', 'T', 'types'), ('n', 'n', 'schemas'), ('L', 'L', 'large objects'))
    kind (sign, type, name) on kind.sign = d.defaclobjtype
  left join pg_namespace n on n.oid = d.defaclnamespace
  cross join lateral (
    select concat_ws(' ', 'later', kind.name, 'of', quote_ident(pg_get_userbyid(d.defaclrole)),
      'in ' || quote_ident(n.nspname)) as text) place
),
item as (
  select o.label, o.before, o.part, o.place, o.owner, now.there, x.*
  from object o
  cross join lateral (values (true, o.acl, o.usual), (false, o.usual, o.acl)) now (there, held, other)
  cross join lateral (
    select grantee, grantor, privilege_type, is_grantable from aclexplode(now.held)
    except
    select grantee, grantor, privilege_type, is_grantable from aclexplode(now.other)) x
),
bundle as (
  select i.label, i.before, i.place, i.there, i.is_grantable,
    case when i.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(i.grantee)) end as grantee,
    case when i.grantor <> i.owner then quote_ident(pg_get_userbyid(i.grantor)) end as grantor,
    string_agg(i.privilege_type, ', ' order by i.privilege_type) as privileges,
    string_agg(i.privilege_type || i.part, ', ' order by i.privilege_type) as list
  from item i
  group by i.label, i.before, i.place, i.there, i.is_grantable, i.grantee, i.grantor, i.owner
)
select case when b.there then 'grant' else 'revoked grant' end,
  concat_ws(' ', b.label, case when b.there then 'to' else 'from' end, b.grantee,
    case when b.is_grantable then 'with grant option' end, 'by ' || b.grantor),
  b.privileges, case when b.there then statement.give else statement.take end,
  case when b.there then statement.take else statement.give end
from bundle b
cross join lateral (
  -- nobody but the one who granted can take a grant back
  select case when b.grantor is null then format('%sGRANT %s%s TO %s%s', b.before, b.list, b.place,
      b.grantee, case when b.is_grantable then ' WITH GRANT OPTION' else '' end) else '' end as give,
    case when b.grantor is null then format('%sREVOKE %s%s FROM %s', b.before, b.list, b.place,
      b.grantee) else '' end as take) statement
