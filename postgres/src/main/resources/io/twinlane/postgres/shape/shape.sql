-- What the probe functions of this session use, followed through views, policies and SQL functions.
-- Each body is PostgreSQL's own analysed tree, as text: pg_proc.prosqlbody, pg_rewrite.ev_action,
-- pg_policy.polqual. Names in it can only add to what is found, never hide anything.
with recursive body(tree) as (
  select prosqlbody::text
  from pg_catalog.pg_proc
  where pronamespace = pg_catalog.pg_my_temp_schema() and proname like 'twinlane\_probe%'
  union
  select next.tree
  from body, lateral (
    select r.ev_action::text as tree
    from pg_catalog.regexp_matches(body.tree, ':relid (\d+)', 'g') m
    join pg_catalog.pg_rewrite r on r.ev_class = m[1]::oid and r.ev_type = '1'
    join pg_catalog.pg_class v on v.oid = r.ev_class and v.relkind = 'v'
    union all
    select pg_catalog.concat(p.polqual::text, p.polwithcheck::text)
    from pg_catalog.regexp_matches(body.tree, ':relid (\d+)', 'g') m
    join pg_catalog.pg_class c on c.oid = m[1]::oid and c.relrowsecurity
    join pg_catalog.pg_policy p on p.polrelid = c.oid
    union all
{{followed}}
  ) next
  where next.tree is not null
),
called(oid) as (
  select distinct calls.oid
  from body, lateral (
{{calls}}
  ) calls(oid)
),
-- functions in SQL, by how they find the names in them
named(own_path, string) as (
  select exists (select from pg_catalog.unnest(f.proconfig) s where s like 'search\_path=%'),
    f.prosqlbody is null
  from called
  join pg_catalog.pg_proc f on f.oid = called.oid
  join pg_catalog.pg_language l on l.oid = f.prolang and l.lanname = 'sql'
),
-- calls of current_setting whose first argument is a constant: the bytes of a value of type text
asked(bytes) as (
  select m[2]
  from body, pg_catalog.regexp_matches(body.tree,
    '\{FUNCEXPR :funcid (\d+) [^{}]*:args \(\{CONST :consttype 25 [^{}]*:constvalue \d+ \[ ([-0-9 ]+) \]\}', 'g') m
  where m[1]::oid in ('pg_catalog.current_setting(text)'::pg_catalog.regprocedure,
    'pg_catalog.current_setting(text, boolean)'::pg_catalog.regprocedure)
),
relations(oid, lock) as (
  select m[1]::oid, pg_catalog.max(m[2]::int4)
  from body,
    pg_catalog.regexp_matches(body.tree,
      ':relid (\d+)(?: :inh \w+)? :relkind \w :rellockmode (\d+)', 'g') m
  group by 1
)
select distinct 'label' as kind, '' as schema, m[1] as name, '' as detail, '' as extra, 0::int8 as oid
from body, pg_catalog.regexp_matches(body.tree, '\{([A-Z]+)', 'g') m
union all
select distinct 'command', '', m[1], '', '', 0
from body, pg_catalog.regexp_matches(body.tree, ':commandType (\d+)', 'g') m
union all
select distinct 'value', '', m[1], '', '', 0
from body, pg_catalog.regexp_matches(body.tree, '\{SQLVALUEFUNCTION :op (\d+)', 'g') m
union all
select distinct 'setting', '', bytes, '', '', 0
from asked
union all
-- any other call of it may ask for any: with an argument that is no constant, by an operator
select 'setting', '', '', '', '', 0
where (select count(*) from asked) <> (
  select count(*)
  from body, lateral (
{{calls}}
  ) calls(oid)
  where calls.oid in ('pg_catalog.current_setting(text)'::pg_catalog.regprocedure,
    'pg_catalog.current_setting(text, boolean)'::pg_catalog.regprocedure))
union all
select 'relation', n.nspname, c.relname, c.relkind::text || c.relpersistence::text, r.lock::text,
  c.oid::int8
from relations r
join pg_catalog.pg_class c on c.oid = r.oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
union all
select 'function', n.nspname, f.proname, f.provolatile::text || f.prokind::text,
  l.lanname || case when l.lanname = 'sql' and f.prosqlbody is null then ' string' else '' end,
  f.oid::int8
from called
join pg_catalog.pg_proc f on f.oid = called.oid
join pg_catalog.pg_namespace n on n.oid = f.pronamespace
join pg_catalog.pg_language l on l.oid = f.prolang
union all
select 'label', '', 'SETRETURNING', '', '', 0
where exists (select from body where tree ~ ':(funcretset|opretset) true')
union all
-- a relation in a form of tree that the pattern above does not know: nobody may rely on the rest
select distinct 'label', '', 'UNREAD', '', '', 0
from body, pg_catalog.regexp_matches(body.tree, ':relid (\d+)', 'g') m
where m[1] <> '0' and m[1]::oid not in (select oid from relations)
union all
-- a check of a domain is in no tree of a statement: where one may look at settings, or call what is
-- not followed here, every value that becomes one of a domain may
select 'label', '', 'OPENDOMAINS', '', '', 0
where exists (
  select from pg_catalog.pg_constraint c
  where c.contypid <> 0 and (
    pg_catalog.pg_get_constraintdef(c.oid) ~ 'current_setting|set_config|currval|lastval'
    or exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and d.objid = c.oid
        and d.refclassid in ('pg_catalog.pg_proc'::pg_catalog.regclass,
          'pg_catalog.pg_operator'::pg_catalog.regclass))))
union all
-- a body that is a string finds its names by the path of whoever calls it, and there are several
select 'label', '', 'MIXEDPATHS', '', '', 0
where exists (select from named where own_path)
  and exists (select from named where string and not own_path)
