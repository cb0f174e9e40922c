-- What writing to some tables may reach: $1 the tables, $2 what is done to them (i, u, d). Rows come
-- for the tables that foreign keys, inheritance and partitions lead to, for those that lie above
-- them, and for the code that runs: triggers, defaults, checks, policies. $3 names the functions of
-- PostgreSQL that plain code may call: a function of that name elsewhere makes it unclear.
with recursive hit(oid, op) as (
  select t, o from pg_catalog.unnest($1::int8[]) t, pg_catalog.unnest($2::text[]) o
  union
  select n.oid, n.op
  from hit, lateral (
    select i.inhrelid::int8 as oid, hit.op
    from pg_catalog.pg_inherits i where i.inhparent = hit.oid::oid
    union all
    -- a row that moves from one partition to another is deleted here and inserted there
    select hit.oid, m.op
    from pg_catalog.pg_class c, (values ('d'), ('i')) m(op)
    where c.oid = hit.oid::oid and c.relkind = 'p' and hit.op = 'u'
    union all
    -- a foreign key deletes, sets null or sets the default
    select c.conrelid::int8, case when hit.op = 'd' and action = 'c' then 'd' else 'u' end
    from pg_catalog.pg_constraint c,
      lateral (values (case hit.op when 'd' then c.confdeltype when 'u' then c.confupdtype end))
        has(action)
    where c.contype = 'f' and c.confrelid = hit.oid::oid and action in ('c', 'n', 'd')
  ) n
),
above(oid) as (
  select oid from hit
  union
  select i.inhparent::int8
  from above join pg_catalog.pg_inherits i on i.inhrelid = above.oid::oid
),
-- domains of the columns, with what they are made of
domain(oid) as (
  select a.atttypid
  from hit
  join pg_catalog.pg_attribute a on a.attrelid = hit.oid::oid and a.attnum > 0
  union
  select part
  from domain
  join pg_catalog.pg_type t on t.oid = domain.oid,
    lateral (values (t.typbasetype), (t.typelem)) parts(part)
  where part <> 0
),
body(tree) as (
  select b.tree
  from (select distinct oid from hit) h, lateral (
    select d.adbin::text from pg_catalog.pg_attrdef d where d.adrelid = h.oid::oid
    union all
    select k.conbin::text
    from pg_catalog.pg_constraint k where k.conrelid = h.oid::oid and k.conbin is not null
    union all
    select pg_catalog.concat(p.polqual::text, p.polwithcheck::text)
    from pg_catalog.pg_policy p where p.polrelid = h.oid::oid
    union all
    select t.tgqual::text
    from pg_catalog.pg_trigger t where t.tgrelid = h.oid::oid and t.tgqual is not null
    union all
    select pg_catalog.concat(i.indexprs::text, i.indpred::text)
    from pg_catalog.pg_index i where i.indrelid = h.oid::oid
    union all
    select pt.partexprs::text
    from pg_catalog.pg_partitioned_table pt
    where pt.partrelid = h.oid::oid and pt.partexprs is not null
  ) b(tree)
  union
  select d.tree
  from domain, lateral (
    select k.conbin::text
    from pg_catalog.pg_constraint k where k.contypid = domain.oid and k.conbin is not null
    union all
    select t.typdefaultbin::text
    from pg_catalog.pg_type t where t.oid = domain.oid and t.typdefaultbin is not null
  ) d(tree)
  union
  select next.tree
  from body, lateral (
{{followed}}
  ) next
  where next.tree is not null
),
code(oid, role) as (
  select calls.oid, 'function'
  from body, lateral (
{{calls}}
  ) calls(oid)
  union
  select t.tgfoid, 'trigger'
  from hit
  join pg_catalog.pg_trigger t on t.tgrelid = hit.oid::oid
  where not t.tgisinternal and t.tgenabled in ('O', 'A')
    and t.tgtype & case hit.op when 'i' then 4 when 'd' then 8 else 16 end <> 0
)
select distinct 'table' as kind, n.nspname as schema, c.relname as name, c.relkind::text as detail,
  '' as source
from above
join pg_catalog.pg_class c on c.oid = above.oid::oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
union all
select code.role, n.nspname, f.proname,
  f.provolatile::text || l.lanname
    || case when l.lanname = 'sql' and f.prosqlbody is null then ' string' else '' end,
  case when l.lanname = 'plpgsql' then f.prosrc else '' end
from code
join pg_catalog.pg_proc f on f.oid = code.oid
join pg_catalog.pg_namespace n on n.oid = f.pronamespace
join pg_catalog.pg_language l on l.oid = f.prolang
union all
select distinct 'rule', '', r.rulename, '', ''
from hit
join pg_catalog.pg_rewrite r on r.ev_class = hit.oid::oid and r.ev_type <> '1'
union all
select distinct 'shadow', '', f.proname, '', ''
from pg_catalog.pg_proc f
where f.proname = any ($3::text[]) and f.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
