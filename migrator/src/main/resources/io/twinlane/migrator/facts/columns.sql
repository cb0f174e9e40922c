-- Columns of tables, and attributes of composite types. What is as by default is no fact.
, own_column as materialized (select * from attribute)
select 'column', a.identity, '',
  -- a typed table has the attributes of its type, and a partition the columns of its parent
  case when a.typed or a.inherited and not a.attislocal then '' else
    format('ALTER %s %s ADD COLUMN %s', a.word, a.relation, d.definition) end,
  case when a.typed or a.inherited then '' else
    format('ALTER %s %s DROP COLUMN IF EXISTS %s', a.word, a.relation, a.name) end
from own_column a
join column_definition d on d.attrelid = a.attrelid and d.attnum = a.attnum
where a.relkind in ('r', 'p', 'f')

union all
select 'column type', a.identity, a.type,
  case when a.typed or a.inherited then '' else format('%sTYPE %s', a.alter_it, a.type) end
    || case when a.relkind <> 'f' and a.attgenerated = '' and not a.typed and not a.inherited
         then format(' USING %s::%s', a.name, format_type(a.atttypid, a.atttypmod)) else '' end, ''
from own_column a where a.relkind in ('r', 'p', 'f')

union all
select 'attribute', a.identity, '',
  format('ALTER TYPE %s ADD ATTRIBUTE %s %s CASCADE', a.relation, a.name, a.type),
  format('ALTER TYPE %s DROP ATTRIBUTE IF EXISTS %s CASCADE', a.relation, a.name)
from own_column a where a.relkind = 'c' and a.extname is null

union all
select 'attribute type', a.identity, a.type,
  format('ALTER TYPE %s ALTER ATTRIBUTE %s TYPE %s CASCADE', a.relation, a.name, a.type), ''
from own_column a where a.relkind = 'c' and a.extname is null

union all
select 'column not null', a.identity,
  concat_ws(' ', quote_ident(a.conname), case when a.connoinherit then 'no inherit' end),
  case when a.handed_down then '' when a.conname is null then a.alter_it || 'SET NOT NULL' else
    concat_ws(' ', format('ALTER %s %s ADD CONSTRAINT %I NOT NULL %s', a.word, a.relation,
      a.conname, a.name), case when a.connoinherit then 'NO INHERIT' end,
      case when not a.convalidated then 'NOT VALID' end)
  end,
  -- before PostgreSQL 18 nobody knows whether a parent hands it down
  case when a.handed_down or a.inherited and a.conname is null then ''
    else a.alter_it || 'DROP NOT NULL' end
from own_column a
where a.relkind in ('r', 'p', 'f') and (a.attnotnull or a.conname is not null)

union all
select 'column not null not valid', a.identity, '', '',
  format('ALTER %s %s VALIDATE CONSTRAINT %I', a.word, a.relation, a.conname)
from own_column a where not a.convalidated

union all
select 'column default', a.identity, a.expression,
  format('%sSET DEFAULT %s', a.alter_it, a.expression), a.alter_it || 'DROP DEFAULT'
from own_column a where a.attgenerated = '' and a.expression is not null

union all
select 'generated column', a.identity,
  format('%s %s', case a.attgenerated when 's' then 'stored' else 'virtual' end, a.expression),
  case when current_setting('server_version_num')::int >= 170000
    then format('%sSET EXPRESSION AS (%s)', a.alter_it, a.expression) else '' end,
  case when a.attgenerated = 's' then a.alter_it || 'DROP EXPRESSION' else '' end
from own_column a where a.attgenerated <> ''

union all
select 'identity column', a.identity, a.sequence,
  format('%sADD %s', a.alter_it,
    substring(d.definition from 'GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY \(.*CYCLE\)')),
  a.alter_it || 'DROP IDENTITY'
from own_column a
join column_definition d on d.attrelid = a.attrelid and d.attnum = a.attnum
where a.sequence is not null

union all
select 'identity column mode', a.identity, mode.word,
  format('%sSET GENERATED %s', a.alter_it, mode.word), ''
from own_column a
join (values ('a', 'ALWAYS'), ('d', 'BY DEFAULT')) mode (sign, word) on mode.sign = a.attidentity
where a.sequence is not null

union all
select 'column storage', a.identity, storage.word,
  format('%sSET STORAGE %s', a.alter_it, storage.word),
  format('%sSET STORAGE %s', a.alter_it, usual.word)
from own_column a
join (values ('p', 'PLAIN'), ('e', 'EXTERNAL'), ('x', 'EXTENDED'), ('m', 'MAIN'))
  storage (sign, word) on storage.sign = a.attstorage
join (values ('p', 'PLAIN'), ('e', 'EXTERNAL'), ('x', 'EXTENDED'), ('m', 'MAIN'))
  usual (sign, word) on usual.sign = a.typstorage
where a.attstorage <> a.typstorage and a.relkind in ('r', 'p', 'f', 'm')

union all
select 'column compression', a.identity, compression.word,
  format('%sSET COMPRESSION %s', a.alter_it, compression.word),
  a.alter_it || 'SET COMPRESSION DEFAULT'
from own_column a
join (values ('p', 'pglz'), ('l', 'lz4')) compression (sign, word)
  on compression.sign = a.attcompression

union all
select 'statistics target', a.identity, a.attstattarget::text,
  format('%sSET STATISTICS %s', a.alter_it, a.attstattarget), a.alter_it || 'SET STATISTICS -1'
from own_column a where a.attstattarget >= 0

union all
select 'statistics target', r.identity || '.' || a.attnum, a.attstattarget::text,
  format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', r.identity, a.attnum, a.attstattarget),
  format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS -1', r.identity, a.attnum)
from relation r join pg_attribute a on a.attrelid = r.oid
where r.relkind in ('i', 'I') and a.attstattarget >= 0

union all
select 'column option', format('%s of %s', split_part(o, '=', 1), a.identity),
  substr(o, strpos(o, '=') + 1),
  format('%sSET (%s = %L)', a.alter_it, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)),
  format('%sRESET (%s)', a.alter_it, split_part(o, '=', 1))
from own_column a cross join unnest(a.attoptions) o

union all
select 'foreign option', format('%s of %s', split_part(o, '=', 1), a.identity),
  substr(o, strpos(o, '=') + 1),
  format('%sOPTIONS (ADD %I %L)', a.alter_it, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)),
  format('%sOPTIONS (DROP %I)', a.alter_it, split_part(o, '=', 1))
from own_column a cross join unnest(a.attfdwoptions) o
