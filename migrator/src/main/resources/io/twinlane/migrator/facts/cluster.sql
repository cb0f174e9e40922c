-- What all databases of a server share, and what is said of this database as a whole.
, setting as (
  select case when s.setdatabase = 0 then null else quote_ident(d.datname) end as database,
    case when s.setrole = 0 then null else quote_ident(pg_get_userbyid(s.setrole)) end as role,
    split_part(x, '=', 1) as name, substr(x, strpos(x, '=') + 1) as value,
    split_part(x, '=', 1) ~* 'pass|secret|token|key|credential' as secret
  from pg_db_role_setting s
  left join pg_database d on d.oid = s.setdatabase
  cross join unnest(s.setconfig) x
  where s.setdatabase = 0 or d.datname = current_database()
),
object as (
  select 'database ' || quote_ident(d.datname) as label, ' ON DATABASE ' || quote_ident(d.datname) as place,
    d.datdba as owner, d.datacl as acl, acldefault('d', d.datdba) as usual
  from pg_database d where d.datname = current_database() and d.datacl is not null
  union all
  select 'tablespace ' || quote_ident(t.spcname), ' ON TABLESPACE ' || quote_ident(t.spcname),
    t.spcowner, t.spcacl, acldefault('t', t.spcowner)
  from pg_tablespace t where t.spcacl is not null
  union all
  select 'parameter ' || p.parname, ' ON PARAMETER ' || p.parname, 10, p.paracl, acldefault('p', 10)
  from pg_parameter_acl p
),
item as (
  select o.label, o.place, o.owner, now.there, x.*
  from object o
  cross join lateral (values (true, o.acl, o.usual), (false, o.usual, o.acl)) now (there, held, other)
  cross join lateral (
    select grantee, grantor, privilege_type, is_grantable from aclexplode(now.held)
    except
    select grantee, grantor, privilege_type, is_grantable from aclexplode(now.other)) x
),
bundle as (
  select i.label, i.place, i.there, i.is_grantable,
    case when i.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(i.grantee)) end as grantee,
    case when i.grantor <> i.owner then quote_ident(pg_get_userbyid(i.grantor)) end as grantor,
    string_agg(i.privilege_type, ', ' order by i.privilege_type) as privileges
  from item i
  group by i.label, i.place, i.there, i.is_grantable, i.grantee, i.grantor, i.owner
),
role as (
  select quote_ident(r.rolname) as name,
    concat_ws(' ', case when r.rolsuper then 'SUPERUSER' else 'NOSUPERUSER' end,
      case when r.rolinherit then 'INHERIT' else 'NOINHERIT' end,
      case when r.rolcreaterole then 'CREATEROLE' else 'NOCREATEROLE' end,
      case when r.rolcreatedb then 'CREATEDB' else 'NOCREATEDB' end,
      case when r.rolcanlogin then 'LOGIN' else 'NOLOGIN' end,
      case when r.rolreplication then 'REPLICATION' else 'NOREPLICATION' end,
      case when r.rolbypassrls then 'BYPASSRLS' else 'NOBYPASSRLS' end,
      'CONNECTION LIMIT ' || r.rolconnlimit,
      'VALID UNTIL ' || quote_literal(nullif(r.rolvaliduntil, 'infinity'))) as attributes
  from pg_roles r where r.rolname !~ '^pg_'
)
select 'role', r.name, '', format('CREATE ROLE %s %s', r.name, r.attributes),
  'DROP ROLE IF EXISTS ' || r.name
from role r

union all
select 'role attributes', r.name, r.attributes,
  format('ALTER ROLE %s %s', r.name, concat_ws(' ', r.attributes,
    case when r.attributes !~ ' VALID UNTIL ' then 'VALID UNTIL ''infinity''' end)), ''
from role r

union all
select 'role membership', format('%I of %I', member.rolname, of.rolname) || coalesce(' by ' || quote_ident(grantor.rolname), ''),
  concat_ws(' ', case when m.admin_option then 'with admin option' end,
    'inherit ' || (to_jsonb(m) ->> 'inherit_option'), 'set ' || (to_jsonb(m) ->> 'set_option')),
  format('GRANT %I TO %I', of.rolname, member.rolname) || coalesce(
    format(' WITH ADMIN %s', m.admin_option::text) || ', INHERIT '
      || (to_jsonb(m) ->> 'inherit_option') || ', SET ' || (to_jsonb(m) ->> 'set_option'),
    case when m.admin_option then ' WITH ADMIN OPTION' else '' end),
  format('REVOKE %I FROM %I', of.rolname, member.rolname)
from pg_auth_members m
join pg_roles of on of.oid = m.roleid
join pg_roles member on member.oid = m.member
left join pg_roles grantor on grantor.oid = m.grantor
where member.rolname !~ '^pg_'

union all
select case when s.role is null then 'database setting' else 'role setting' end,
  concat_ws(' ', s.name, 'of', s.role, 'in ' || s.database),
  case when s.secret then 'a secret' else s.value end,
  case when s.secret then '' else
    format('%s SET %s TO %s', target.text, s.name,
      case when lower(s.name) in ('search_path', 'temp_tablespaces', 'session_preload_libraries',
          'local_preload_libraries') then s.value else quote_literal(s.value) end) end,
  format('%s RESET %s', target.text, s.name)
from setting s
cross join lateral (
  select case when s.role is null then 'ALTER DATABASE ' || s.database
    else 'ALTER ROLE ' || s.role || coalesce(' IN DATABASE ' || s.database, '') end as text) target

union all
select 'database', quote_ident(d.datname),
  concat_ws(' ', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, 'provider',
    d.datlocprovider, coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'),
    case when d.datistemplate then 'template' end), '', ''
from pg_database d where d.datname = current_database()

union all
select 'database owner', quote_ident(d.datname), quote_ident(pg_get_userbyid(d.datdba)),
  format('ALTER DATABASE %I OWNER TO %I', d.datname, pg_get_userbyid(d.datdba)), ''
from pg_database d where d.datname = current_database()

union all
select 'database limits', quote_ident(d.datname), limits.text,
  format('ALTER DATABASE %I %s', d.datname, limits.text), ''
from pg_database d
cross join lateral (
  select format('ALLOW_CONNECTIONS %s CONNECTION LIMIT %s', d.datallowconn::text, d.datconnlimit)
    as text) limits
where d.datname = current_database()

union all
select 'tablespace', quote_ident(t.spcname),
  concat_ws(' ', quote_ident(pg_get_userbyid(t.spcowner)), pg_tablespace_location(t.oid),
    (select string_agg(o, ', ' order by o) from unnest(t.spcoptions) o)), '', ''
from pg_tablespace t

union all
select 'comment', object.type || ' ' || object.identity, d.description,
  format('COMMENT ON %s %s IS %L', upper(object.type), object.identity, d.description),
  format('COMMENT ON %s %s IS NULL', upper(object.type), object.identity)
from pg_shdescription d
cross join lateral pg_identify_object(d.classoid, d.objoid, 0) object
where d.classoid <> 'pg_database'::regclass
  or d.objoid = (select oid from pg_database where datname = current_database())

union all
select 'security label', concat_ws(' ', object.type, object.identity, 'by', l.provider), l.label,
  '', ''
from pg_shseclabel l
cross join lateral pg_identify_object(l.classoid, l.objoid, 0) object
where l.classoid <> 'pg_database'::regclass
  or l.objoid = (select oid from pg_database where datname = current_database())

union all
select case when b.there then 'grant' else 'revoked grant' end,
  concat_ws(' ', b.label, case when b.there then 'to' else 'from' end, b.grantee,
    case when b.is_grantable then 'with grant option' end, 'by ' || b.grantor),
  b.privileges, case when b.there then statement.give else statement.take end,
  case when b.there then statement.take else statement.give end
from bundle b
cross join lateral (
  select format('GRANT %s%s TO %s%s', b.privileges, b.place, b.grantee,
      case when b.is_grantable then ' WITH GRANT OPTION' else '' end) as give,
    format('REVOKE %s%s FROM %s', b.privileges, b.place, b.grantee) as take) statement
