-- Constraints of tables (NOT NULL is a fact of the column), indexes, statistics objects.
, constrained as (
  select c.*, r.identity as relation, r.word, format('%I on %s', c.conname, r.identity) as identity,
    pg_get_constraintdef(c.oid) as whole
  from pg_constraint c join relation r on r.oid = c.conrelid
  where c.contype in ('p', 'u', 'c', 'x', 'f')
    -- what a foreign key to a partitioned table keeps for each partition
    and not (c.contype = 'f' and exists (
      select from pg_constraint p where p.oid = c.conparentid and p.conrelid = c.conrelid))
),
index as (
  select i.*, r.identity, t.identity as relation, t.word as relation_word, r.relkind,
    format('%I on %s', r.relname, t.identity) as place, pg_get_indexdef(i.indexrelid) as definition,
    exists (select from pg_constraint c
      where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x')) as constrains,
    exists (select from pg_inherits h where h.inhrelid = i.indexrelid) as attached
  from pg_index i
  join relation r on r.oid = i.indexrelid
  join relation t on t.oid = i.indrelid
)
select k.kind, c.identity, regexp_replace(c.whole, ' NOT VALID$', ''),
  -- what is inherited comes and goes with the parent's
  case when c.conislocal and c.conparentid = 0 then
    format('ALTER %s %s ADD CONSTRAINT %I %s', c.word, c.relation, c.conname, c.whole)
  else '' end,
  case when c.conislocal and c.conparentid = 0 then
    format('ALTER %s %s DROP CONSTRAINT IF EXISTS %I', c.word, c.relation, c.conname)
  else '' end
from constrained c
join (values ('p', 'primary key'), ('u', 'unique constraint'), ('c', 'check'),
  ('x', 'exclusion constraint'), ('f', 'foreign key')) k (sign, kind) on k.sign = c.contype

union all
select 'constraint not valid', c.identity, '', '',
  format('ALTER %s %s VALIDATE CONSTRAINT %I', c.word, c.relation, c.conname)
from constrained c
-- a constraint that is not enforced, from PostgreSQL 18 on, says so itself
where not c.convalidated and coalesce(to_jsonb(c) ->> 'conenforced', 'true') = 'true'

union all
select 'index', i.place, i.definition,
  case when i.constrains then '' else i.definition end,
  case when i.constrains or i.attached then '' else 'DROP INDEX IF EXISTS ' || i.identity end
from index i

union all
select 'invalid index', i.place,
  concat_ws(', ', case when not i.indisvalid then 'invalid' end,
    case when not i.indisready then 'not ready' end, case when not i.indislive then 'dead' end),
  '', case when i.relkind = 'i' then 'REINDEX INDEX ' || i.identity else '' end
from index i where not (i.indisvalid and i.indisready and i.indislive)

union all
select 'index partition', i.place, p.identity,
  case when i.constrains then '' else
    format('ALTER INDEX %s ATTACH PARTITION %s', p.identity, i.identity) end,
  ''
from index i
join pg_inherits h on h.inhrelid = i.indexrelid
join relation p on p.oid = h.inhparent

union all
select 'clustered index', i.relation, i.identity,
  format('ALTER %s %s CLUSTER ON %I', i.relation_word, i.relation, r.relname),
  format('ALTER %s %s SET WITHOUT CLUSTER', i.relation_word, i.relation)
from index i join pg_class r on r.oid = i.indexrelid
where i.indisclustered

union all
select 'statistics', s.name || '.' || quote_ident(e.stxname), pg_get_statisticsobjdef(e.oid),
  pg_get_statisticsobjdef(e.oid),
  format('DROP STATISTICS IF EXISTS %s.%I', s.name, e.stxname)
from pg_statistic_ext e join own_schema s on s.oid = e.stxnamespace

union all
select 'statistics object target', s.name || '.' || quote_ident(e.stxname), e.stxstattarget::text,
  format('ALTER STATISTICS %s.%I SET STATISTICS %s', s.name, e.stxname, e.stxstattarget),
  format('ALTER STATISTICS %s.%I SET STATISTICS -1', s.name, e.stxname)
from pg_statistic_ext e join own_schema s on s.oid = e.stxnamespace
where e.stxstattarget >= 0
