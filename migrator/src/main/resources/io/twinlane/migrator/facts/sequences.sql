-- Sequences: how they count, not where they stand.
select 'sequence', q.identity, '',
  -- the sequence of an identity column comes and goes with the column
  case when q.owned = 'i' then '' else
    concat_ws(' ', 'CREATE', case when q.relpersistence = 'u' then 'UNLOGGED' end,
      'SEQUENCE', q.identity, q.settings)
  end,
  case when q.owned = 'i' then '' else 'DROP SEQUENCE IF EXISTS ' || q.identity end
from sequence q

union all
select 'sequence settings', q.identity, q.settings,
  format('ALTER SEQUENCE %s %s', q.identity, q.settings), ''
from sequence q

union all
select 'sequence persistence', q.identity, 'unlogged',
  format('ALTER SEQUENCE %s SET UNLOGGED', q.identity),
  format('ALTER SEQUENCE %s SET LOGGED', q.identity)
from sequence q where q.relpersistence = 'u'

union all
select 'sequence owner', q.identity, a.identity,
  format('ALTER SEQUENCE %s OWNED BY %s', q.identity, a.identity),
  format('ALTER SEQUENCE %s OWNED BY NONE', q.identity)
from sequence q
join attribute a on a.attrelid = q.refobjid and a.attnum = q.refobjsubid
where q.owned = 'a'
