-- What this transaction has written, by the locks of its own backend: a writer's lock is kept to
-- the end, and a savepoint that is rolled back gives its own back. Parents of partitions are
-- written with them. DDL leaves no such lock where it matters, but writes to the system catalogs,
-- which are counted; where they are not, there may have been some.
with recursive locked(oid) as (
  select l.relation
  from pg_catalog.pg_lock_status() l
  where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
    -- the system's own relations have lower numbers, and so have those that all databases share
    and l.relation >= 16384
    and l.mode in (
      'RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  union
  select i.inhparent
  from locked join pg_catalog.pg_inherits i on i.inhrelid = locked.oid
)
select
  array(
    select n.nspname::text || '.' || c.relname::text
    from locked
    join pg_catalog.pg_class c on c.oid = locked.oid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
  ) as tables,
  current_setting('track_counts') = 'off'
    -- its query runs to its end at COMMIT, when nobody looks any more
    or exists (select from pg_catalog.pg_cursors where is_holdable)
    or exists (
      select
      from pg_catalog.unnest(array[
        -- pg_class, pg_attribute, pg_type, pg_proc, pg_rewrite, pg_trigger, pg_constraint
        1259, 1249, 1247, 1255, 2618, 2620, 2606,
        -- pg_policy, pg_attrdef, pg_inherits, pg_namespace, pg_enum, pg_cast, pg_operator
        3256, 2604, 2611, 2615, 3501, 2605, 2617,
        -- pg_aggregate, pg_index, pg_depend, pg_db_role_setting, pg_authid, pg_auth_members
        2600, 2610, 2608, 2964, 1260, 1261,
        -- pg_description, pg_shdepend, pg_default_acl, pg_collation, pg_extension, pg_sequence
        2609, 1214, 826, 3456, 3079, 2224,
        -- pg_opclass, pg_amop, pg_amproc, pg_ts_config, pg_ts_config_map, pg_ts_dict
        2616, 2602, 2603, 3602, 3603, 3600]::oid[]) catalog
      where pg_catalog.pg_stat_get_xact_tuples_inserted(catalog)
        + pg_catalog.pg_stat_get_xact_tuples_updated(catalog)
        + pg_catalog.pg_stat_get_xact_tuples_deleted(catalog) > 0
    ) as ddl
