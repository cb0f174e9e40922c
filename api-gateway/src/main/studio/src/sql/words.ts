/** The words that make up statements, which the editor sets in another colour and completes. */
export const KEYWORDS =
  'add after all alter analyze and any array as asc atomic before begin between both by call cascade case cast check collate ' +
  'column comment commit concurrently conflict constraint create cross cube current_date current_time current_timestamp ' +
  'current_user cursor declare default deferrable deferred delete desc disable distinct do domain drop each else enable end ' +
  'except exclude execute exists explain extension fetch filter first following for foreign from full function generated grant ' +
  'group grouping having identity if ilike immutable in include index inherits initially inner insert instead intersect into ' +
  'is isnull join key language last lateral leading left like limit lock materialized merge natural next no not nothing ' +
  'notnull nulls of offset on only or order ordinality out outer over overlaps owner partition policy preceding primary ' +
  'procedure range recursive references refresh reindex release rename replace restrict returning returns revoke right ' +
  'role rollback rollup row rows rule savepoint schema security select sequence session_user set sets share similar some ' +
  'stable start statement stored strict symmetric table tablesample temporary then to trailing transaction trigger truncate ' +
  'unbounded union unique unlogged update using vacuum values variadic view volatile when where window with within without'

export const TYPES =
  'bigint bigserial bit boolean bool box bpchar bytea char character cidr circle date decimal double float4 float8 inet ' +
  'int int2 int4 int8 integer interval json jsonb line lseg macaddr money numeric path point polygon precision real ' +
  'serial smallint smallserial text time timestamp timestamptz timetz tsquery tsvector uuid varbit varchar xml zone'
