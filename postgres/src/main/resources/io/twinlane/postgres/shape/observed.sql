-- What this transaction has written, by the locks of its own backend: a writer's lock is kept to
-- the end, and a savepoint that is rolled back gives its own back. Parents of partitions are
-- written with them. DDL leaves no such lock where it matters, but writes to the system catalogs,
-- which are counted; where they are not, there may have been some.
with recursive locked(oid) as (
  select l.relation
  from pg_catalog.pg_locks l
  where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    and l.mode in (
      'RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  union
  select i.inhparent
  from locked join pg_catalog.pg_inherits i on i.inhrelid = locked.oid
)
select
  coalesce(
    pg_catalog.array_agg(n.nspname::text || '.' || c.relname::text)
      filter (where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'),
    '{}') as tables,
  current_setting('track_counts') = 'off'
    or exists (
      select from pg_catalog.pg_stat_xact_sys_tables s
      where s.schemaname = 'pg_catalog' and s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
        and s.relname not in ('pg_statistic', 'pg_largeobject', 'pg_largeobject_metadata'))
    as ddl
from locked
join pg_catalog.pg_class c on c.oid = locked.oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
