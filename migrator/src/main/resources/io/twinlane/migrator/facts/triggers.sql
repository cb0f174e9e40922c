-- Triggers, rules and policies of tables and views.
, trigger as (
  select t.*, r.identity as relation, r.word, format('%I on %s', t.tgname, r.identity) as identity,
    state.word as state
  from pg_trigger t
  join relation r on r.oid = t.tgrelid
  left join (values ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS'))
    state (sign, word) on state.sign = t.tgenabled
)
select 'trigger', t.identity, pg_get_triggerdef(t.oid),
  -- a partition has its own from its parent
  case when t.tgparentid = 0 then pg_get_triggerdef(t.oid) else '' end,
  case when t.tgparentid = 0
    then format('DROP TRIGGER IF EXISTS %I ON %s', t.tgname, t.relation) else '' end
from trigger t where not t.tgisinternal

union all
select 'trigger state', t.identity, t.state,
  format('ALTER TABLE %s %s TRIGGER %I', t.relation, t.state, t.tgname),
  format('ALTER TABLE %s ENABLE TRIGGER %I', t.relation, t.tgname)
from trigger t where not t.tgisinternal and t.state is not null

union all
-- triggers that keep a constraint have names that differ from one database to the next
select 'trigger state of constraint',
  format('%I of %s, %s on %s', c.conname, c.conrelid::regclass, min(t.tgfoid::regproc::text),
    t.relation),
  string_agg(t.state, ', ' order by t.state), '',
  string_agg(format('ALTER TABLE %s ENABLE TRIGGER %I', t.relation, t.tgname), '; ')
from trigger t join pg_constraint c on c.oid = t.tgconstraint
where t.tgisinternal and t.state is not null
group by c.oid, c.conname, c.conrelid, t.relation, t.tgfoid

union all
select 'rule', format('%I on %s', w.rulename, r.identity), pg_get_ruledef(w.oid),
  regexp_replace(pg_get_ruledef(w.oid), '^CREATE RULE', 'CREATE OR REPLACE RULE'),
  format('DROP RULE IF EXISTS %I ON %s', w.rulename, r.identity)
from pg_rewrite w join relation r on r.oid = w.ev_class
where w.rulename <> '_RETURN'

union all
select 'rule state', format('%I on %s', w.rulename, r.identity), state.word,
  format('ALTER TABLE %s %s RULE %I', r.identity, state.word, w.rulename),
  format('ALTER TABLE %s ENABLE RULE %I', r.identity, w.rulename)
from pg_rewrite w
join relation r on r.oid = w.ev_class
join (values ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS')) state (sign, word)
  on state.sign = w.ev_enabled

union all
select 'policy', policy.identity, policy.definition,
  format('CREATE POLICY %I ON %s %s', p.polname, r.identity, policy.definition),
  format('DROP POLICY IF EXISTS %I ON %s', p.polname, r.identity)
from pg_policy p
join relation r on r.oid = p.polrelid
cross join lateral (
  select format('%I on %s', p.polname, r.identity) as identity,
    concat_ws(' ', case when p.polpermissive then 'AS PERMISSIVE' else 'AS RESTRICTIVE' end,
      'FOR ' || case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
        when 'd' then 'DELETE' else 'ALL' end,
      'TO ' || (
        select string_agg(name, ', ' order by name)
        from (select case when o = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(o)) end as name
              from unnest(p.polroles) o) roles),
      'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as definition
  ) policy
