-- What the catalog says of everything that is the application's own, as one JSON object that still
-- lacks its migrations. Everything is gathered once for all tables and then joined, so that a
-- thousand tables cost about ten times what a hundred do. Runs on PostgreSQL 13 to 18, and as
-- anybody.
with
space as materialized (
  select n.oid, n.nspname as name
  from pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'twinlane')
),
-- with the partitions, whose figures count for the table that they are parts of
member as materialized (
  select c.oid, c.relkind, c.reltuples, c.relpages,
    case when c.relispartition then pg_partition_root(c.oid)::oid else c.oid end as root
  from pg_class c
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
    and c.relnamespace in (select oid from space)
),
figures as (
  select m.root,
    sum(case
      when s.last_analyze is not null or s.last_autoanalyze is not null
        or s.last_vacuum is not null or s.last_autovacuum is not null then s.n_live_tup
      when m.reltuples > 0 or (m.reltuples = 0 and m.relpages > 0) then m.reltuples::float8
      else nullif(s.n_live_tup, 0) end) filter (where m.relkind in ('r', 'm', 'f')) as rows,
    sum(case when m.relkind in ('r', 'm') then pg_total_relation_size(m.oid) else 0 end) as bytes,
    sum(s.n_dead_tup) as dead,
    sum(s.seq_scan) as seq_scans,
    sum(s.seq_tup_read) as seq_rows,
    sum(s.idx_scan) as index_scans,
    max(greatest(s.last_vacuum, s.last_autovacuum)) as vacuumed,
    max(greatest(s.last_analyze, s.last_autoanalyze)) as analyzed
  from member m
  left join pg_stat_all_tables s on s.relid = m.oid
  group by m.root
),
relation as materialized (
  select c.oid, n.name as schema, c.relname as name, c.relkind, c.relrowsecurity,
    c.relforcerowsecurity
  from member m
  join pg_class c on c.oid = m.oid
  join space n on n.oid = c.relnamespace
  where m.oid = m.root
),
remark as materialized (
  select d.objoid, d.objsubid, d.description
  from pg_description d
  where d.classoid = 'pg_class'::regclass and d.objoid in (select oid from relation)
),
labels as materialized (
  select e.enumtypid, json_agg(e.enumlabel order by e.enumsortorder) as names
  from pg_enum e
  group by e.enumtypid
),
field as (
  select a.attrelid,
    json_agg(
      json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'udt', t.typname,
        'nullable', not a.attnotnull and not t.typnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid),
        'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
        'generated', a.attgenerated <> '',
        'comment', r.description,
        'enumValues', l.names)
      order by a.attnum) as all
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join remark r on r.objoid = a.attrelid and r.objsubid = a.attnum
  left join labels l on l.enumtypid = a.atttypid
  where a.attnum > 0 and not a.attisdropped and a.attrelid in (select oid from relation)
  group by a.attrelid
),
-- an index of a partitioned table is as large, and as much used, as those of the partitions
index_figures as (
  select case when c.relispartition then pg_partition_root(c.oid)::oid else c.oid end as root,
    sum(case when c.relkind = 'i' then pg_relation_size(c.oid) else 0 end) as bytes,
    sum(pg_stat_get_numscans(c.oid)) as scans
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  where i.indrelid in (select oid from member)
  group by 1
),
index_columns as (
  select i.indexrelid, json_agg(a.attname order by k.place) as names
  from pg_index i
  cross join lateral unnest(i.indkey::int2[]) with ordinality as k (number, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
  where i.indisunique and k.place <= i.indnkeyatts and i.indrelid in (select oid from relation)
  group by i.indexrelid
),
indexed as (
  select i.indrelid,
    json_agg(
      json_build_object(
        'name', c.relname,
        'definition', pg_get_indexdef(i.indexrelid),
        'unique', i.indisunique,
        'primary', i.indisprimary,
        'valid', i.indisvalid and i.indisready,
        'bytes', f.bytes,
        'scans', f.scans)
      order by not i.indisprimary, c.relname) as all,
    json_agg(k.names) filter (where i.indisprimary) -> 0 as primary_key,
    -- PostgreSQL tells of a violation by the index, whether or not a constraint made it
    json_agg(json_build_object('name', c.relname, 'columns', k.names) order by c.relname) filter (
      where i.indisunique and not i.indisprimary and i.indisvalid and i.indpred is null
        and i.indexprs is null) as unique
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  left join index_figures f on f.root = i.indexrelid
  left join index_columns k on k.indexrelid = i.indexrelid
  where i.indrelid in (select oid from relation)
  group by i.indrelid
),
-- of those between partitions only the one that was declared
reference as materialized (
  select k.oid, k.conrelid, k.conname, k.conkey, k.confrelid, k.confkey, k.confdeltype
  from pg_constraint k
  where k.contype = 'f' and k.conparentid = 0 and k.conrelid in (select oid from relation)
),
reference_columns as (
  select k.oid, json_agg(a.attname order by c.place) as own, json_agg(b.attname order by c.place) as others
  from reference k
  cross join lateral rows from (unnest(k.conkey), unnest(k.confkey)) with ordinality
    as c (number, other, place)
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = c.other
  group by k.oid
),
-- whose first columns are those of the key, in any order; one of some rows only serves none
served as (
  select distinct k.oid
  from reference k
  join pg_index i on i.indrelid = k.conrelid
  join pg_class c on c.oid = i.indexrelid
  join pg_am m on m.oid = c.relam
  where i.indisvalid and i.indisready and i.indpred is null
    and m.amname in ('btree', 'hash', 'gist')
    and i.indnkeyatts >= cardinality(k.conkey)
    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey
),
referring as (
  select k.conrelid,
    json_agg(
      json_build_object(
        'name', k.conname,
        'columns', c.own,
        'toSchema', tn.nspname,
        'toTable', t.relname,
        'toColumns', c.others,
        'onDelete',
          case k.confdeltype
            when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
            when 'n' then 'set null' when 'd' then 'set default' end,
        'indexed', s.oid is not null)
      order by k.conname) as all
  from reference k
  join reference_columns c on c.oid = k.oid
  join pg_class t on t.oid = k.confrelid
  join pg_namespace tn on tn.oid = t.relnamespace
  left join served s on s.oid = k.oid
  group by k.conrelid
),
policy_roles as (
  select p.oid, json_agg(case when o.role = 0 then 'public' else r.rolname end order by r.rolname) as names
  from pg_policy p
  cross join lateral unnest(p.polroles) as o (role)
  left join pg_roles r on r.oid = o.role
  group by p.oid
),
guarded as (
  select p.polrelid,
    json_agg(
      json_build_object(
        'name', p.polname,
        'command',
          case p.polcmd
            when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
            when 'd' then 'DELETE' else 'ALL' end,
        'permissive', p.polpermissive,
        'roles', r.names,
        'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid))
      order by p.polname) as all
  from pg_policy p
  join policy_roles r on r.oid = p.oid
  where p.polrelid in (select oid from relation)
  group by p.polrelid
),
-- what must hold of each row, and what no two rows may have in common but for equality
checked as (
  select k.conrelid,
    json_agg(
      json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid))
      order by k.conname) as all
  from pg_constraint k
  where k.contype in ('c', 'x') and k.conrelid in (select oid from relation)
  group by k.conrelid
),
triggered as (
  select t.tgrelid,
    json_agg(
      json_build_object('name', t.tgname, 'definition', pg_get_triggerdef(t.oid))
      order by t.tgname) as all
  from pg_trigger t
  where not t.tgisinternal and t.tgrelid in (select oid from relation)
  group by t.tgrelid
),
tables as (
  select
    json_agg(
      json_build_object(
        'schema', c.schema,
        'name', c.name,
        'kind',
          case c.relkind
            when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view'
            when 'p' then 'partitioned table' when 'f' then 'foreign table' end,
        'comment', r.description,
        'rowEstimate', round(f.rows),
        'bytes', coalesce(f.bytes, 0),
        'deadRows', coalesce(f.dead, 0),
        'seqScans', coalesce(f.seq_scans, 0),
        'seqRowsRead', coalesce(f.seq_rows, 0),
        'indexScans', coalesce(f.index_scans, 0),
        'lastVacuum', f.vacuumed,
        'lastAnalyze', f.analyzed,
        'rowSecurity', c.relrowsecurity,
        'rowSecurityForced', c.relforcerowsecurity,
        'columns', coalesce(a.all, '[]'),
        'primaryKey', coalesce(i.primary_key, '[]'),
        'unique', coalesce(i.unique, '[]'),
        'checks', coalesce(h.all, '[]'),
        'foreignKeys', coalesce(k.all, '[]'),
        'indexes', coalesce(i.all, '[]'),
        'policies', coalesce(p.all, '[]'),
        'triggers', coalesce(t.all, '[]'))
      order by c.schema, c.name) as all
  from relation c
  left join figures f on f.root = c.oid
  left join remark r on r.objoid = c.oid and r.objsubid = 0
  left join field a on a.attrelid = c.oid
  left join indexed i on i.indrelid = c.oid
  left join referring k on k.conrelid = c.oid
  left join guarded p on p.polrelid = c.oid
  left join checked h on h.conrelid = c.oid
  left join triggered t on t.tgrelid = c.oid
),
functions as (
  select
    json_agg(
      json_build_object(
        'schema', n.name,
        'name', p.proname,
        'arguments', coalesce(pg_get_function_arguments(p.oid), ''),
        'result', coalesce(pg_get_function_result(p.oid), ''),
        'kind',
          case p.prokind
            when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate'
            when 'w' then 'window' end,
        'language', l.lanname,
        'volatility',
          case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
        'securityDefiner', p.prosecdef,
        'comment', d.description)
      order by n.name, p.proname, p.oid) as all
  from pg_proc p
  join space n on n.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  left join pg_description d
    on d.classoid = 'pg_proc'::regclass and d.objoid = p.oid and d.objsubid = 0
  where not exists (
    select from pg_depend e
    where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
),
enums as (
  select
    json_agg(
      json_build_object('schema', n.name, 'name', t.typname, 'values', coalesce(l.names, '[]'))
      order by n.name, t.typname) as all
  from pg_type t
  join space n on n.oid = t.typnamespace
  left join labels l on l.enumtypid = t.oid
  where t.typtype = 'e'
),
roles as (
  select json_agg(r.rolname order by r.rolname) as all
  from pg_roles r
  where r.rolname !~ '^pg_'
    and pg_has_role(session_user, r.oid,
      -- from 16 on, one may be a member and still not act as the role
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
)
select
  json_build_object(
    'database', current_database(),
    'serverVersion', split_part(current_setting('server_version'), ' ', 1),
    'sessionUser', session_user,
    'roles', coalesce(roles.all, '[]'),
    'tables', coalesce(tables.all, '[]'),
    'functions', coalesce(functions.all, '[]'),
    'enums', coalesce(enums.all, '[]'))::text,
  -- whether there is a history, and it may be read
  exists (
    select from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'twinlane' and c.relname = 'schema_migrations'
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))::text
from roles, tables, functions, enums
