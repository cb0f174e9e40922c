-- Publications, and what may be seen of subscriptions without their connection strings.
, publication as (
  select p.*, quote_ident(p.pubname) as name,
    concat_ws(', ',
      format('publish = %L', concat_ws(', ', case when p.pubinsert then 'insert' end,
        case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end,
        case when p.pubtruncate then 'truncate' end)),
      'publish_via_partition_root = ' || p.pubviaroot,
      -- from PostgreSQL 18 on
      'publish_generated_columns = '
        || case to_jsonb(p) ->> 'pubgencols' when 's' then 'stored' when 'n' then 'none' end)
      as options
  from pg_publication p
)
select 'publication', p.name, case when p.puballtables then 'all tables' else '' end,
  concat_ws(' ', 'CREATE PUBLICATION', p.name, case when p.puballtables then 'FOR ALL TABLES' end,
    'WITH (' || p.options || ')'),
  'DROP PUBLICATION IF EXISTS ' || p.name
from publication p

union all
select 'publication options', p.name, p.options,
  format('ALTER PUBLICATION %s SET (%s)', p.name, p.options), ''
from publication p

union all
select 'publication table', format('%s of %s', r.identity, p.name), part.definition,
  format('ALTER PUBLICATION %s ADD %s', p.name,
    concat_ws(' ', 'TABLE ONLY', r.identity, part.definition)),
  format('ALTER PUBLICATION %s DROP TABLE ONLY %s', p.name, r.identity)
from pg_publication_rel x
join publication p on p.oid = x.prpubid
join relation r on r.oid = x.prrelid
cross join lateral (
  select concat_ws(' ',
    '(' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
      from pg_attribute a where a.attrelid = x.prrelid and a.attnum = any (x.prattrs)) || ')',
    'WHERE (' || pg_get_expr(x.prqual, x.prrelid) || ')') as definition) part

union all
select 'publication schema', format('%s of %s', s.name, p.name), '',
  format('ALTER PUBLICATION %s ADD TABLES IN SCHEMA %s', p.name, s.name),
  format('ALTER PUBLICATION %s DROP TABLES IN SCHEMA %s', p.name, s.name)
from pg_publication_namespace x
join publication p on p.oid = x.pnpubid
join own_schema s on s.oid = x.pnnspid

union all
select 'subscription', quote_ident(s.subname),
  concat_ws(' ', 'publications', s.publications, 'slot', s.subslotname, 'commit', s.subsynccommit,
    'enabled', s.subenabled, 'binary', s.subbinary, 'stream', s.substream,
    'two phase', s.subtwophasestate, 'stop on error', s.subdisableonerr, 'origin', s.suborigin,
    'failover', s.subfailover, 'password', s.subpasswordrequired, 'as owner', s.subrunasowner),
  '', format('DROP SUBSCRIPTION IF EXISTS %I', s.subname)
-- a name that pg_subscription does not know in this version means the column here
from (select null as suborigin, null as subfailover, null as subpasswordrequired,
  null as subrunasowner) as older
cross join lateral (
  select subname, subslotname, subsynccommit, subenabled, subbinary, substream, subtwophasestate,
    subdisableonerr, suborigin::text, subfailover::text, subpasswordrequired::text,
    subrunasowner::text,
    (select string_agg(name, ', ' order by name) from unnest(subpublications) name) as publications
  from pg_subscription
  where subdbid = (select oid from pg_database where datname = current_database())) s
