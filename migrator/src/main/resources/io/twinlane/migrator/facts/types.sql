-- Enums, composite types, domains, ranges, base types, collations and conversions.
, own_type as materialized (
  select t.*, s.name || '.' || quote_ident(t.typname) as identity
  from pg_type t
  join own_schema s on s.oid = t.typnamespace
  left join pg_class c on c.oid = t.typrelid
  -- neither arrays nor the row types of tables
  where (t.typarray <> 0 or not t.typisdefined) and (t.typrelid = 0 or c.relkind = 'c')
    and not exists (select from member m where m.classid = 'pg_type'::regclass and m.objid = t.oid)
),
label as (
  select t.identity, quote_literal(e.enumlabel) as label, e.enumsortorder,
    quote_literal(lag(e.enumlabel) over enum) as before,
    quote_literal(lead(e.enumlabel) over enum) as after
  from own_type t join pg_enum e on e.enumtypid = t.oid
  window enum as (partition by t.oid order by e.enumsortorder)
)
select 'enum', t.identity, '',
  format('CREATE TYPE %s AS ENUM (%s)', t.identity,
    (select string_agg(l.label, ', ' order by l.enumsortorder)
     from label l where l.identity = t.identity)),
  'DROP TYPE IF EXISTS ' || t.identity
from own_type t where t.typtype = 'e'

union all
select 'enum label', l.label || ' of ' || l.identity, coalesce('after ' || l.before, 'first'),
  format('ALTER TYPE %s ADD VALUE IF NOT EXISTS %s', l.identity, l.label)
    || coalesce(' AFTER ' || l.before, ' BEFORE ' || l.after, ''),
  ''
from label l

union all
select 'composite type', t.identity, '',
  format('CREATE TYPE %s AS (%s)', t.identity,
    (select string_agg(a.name || ' ' || a.type, ', ' order by a.attnum)
     from attribute a where a.attrelid = t.typrelid)),
  'DROP TYPE IF EXISTS ' || t.identity
from own_type t where t.typtype = 'c'

union all
select 'domain', t.identity, base.type,
  format('CREATE DOMAIN %s AS %s', t.identity, base.type), 'DROP DOMAIN IF EXISTS ' || t.identity
from own_type t
join pg_type b on b.oid = t.typbasetype
cross join lateral (
  select format_type(t.typbasetype, t.typtypmod)
    || case when t.typcollation <> b.typcollation
         then ' COLLATE ' || t.typcollation::regcollation else '' end as type) base
where t.typtype = 'd'

union all
select 'domain default', t.identity, t.typdefault,
  format('ALTER DOMAIN %s SET DEFAULT %s', t.identity, pg_get_expr(t.typdefaultbin, 0)),
  format('ALTER DOMAIN %s DROP DEFAULT', t.identity)
from own_type t where t.typtype = 'd' and t.typdefault is not null

union all
select 'domain not null', t.identity, coalesce(c.conname, ''),
  format('ALTER DOMAIN %s ', t.identity)
    || coalesce('ADD CONSTRAINT ' || quote_ident(c.conname) || ' NOT NULL', 'SET NOT NULL'),
  format('ALTER DOMAIN %s DROP NOT NULL', t.identity)
from own_type t
left join pg_constraint c on c.contypid = t.oid and c.contype = 'n'
where t.typtype = 'd' and t.typnotnull

union all
select 'domain constraint', format('%I on %s', c.conname, t.identity), definition.bare,
  format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', t.identity, c.conname, definition.whole),
  format('ALTER DOMAIN %s DROP CONSTRAINT IF EXISTS %I', t.identity, c.conname)
from own_type t
join pg_constraint c on c.contypid = t.oid and c.contype = 'c'
cross join lateral (
  select pg_get_constraintdef(c.oid) as whole,
    regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '') as bare) definition

union all
select 'domain constraint not valid', format('%I on %s', c.conname, t.identity), '', '',
  format('ALTER DOMAIN %s VALIDATE CONSTRAINT %I', t.identity, c.conname)
from own_type t
join pg_constraint c on c.contypid = t.oid and c.contype = 'c' and not c.convalidated

union all
select 'range', t.identity, definition.text,
  format('CREATE TYPE %s AS RANGE (%s)', t.identity, definition.text),
  'DROP TYPE IF EXISTS ' || t.identity
from own_type t
join pg_range r on r.rngtypid = t.oid
join pg_type m on m.oid = r.rngmultitypid
join pg_namespace mn on mn.oid = m.typnamespace
join pg_opclass o on o.oid = r.rngsubopc
join pg_namespace n on n.oid = o.opcnamespace
cross join lateral (
  select concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, null),
    format('SUBTYPE_OPCLASS = %I.%I', n.nspname, o.opcname),
    case when r.rngcollation <> 0 then 'COLLATION = ' || r.rngcollation::regcollation end,
    case when r.rngcanonical <> 0 then 'CANONICAL = ' || r.rngcanonical end,
    case when r.rngsubdiff <> 0 then 'SUBTYPE_DIFF = ' || r.rngsubdiff end,
    format('MULTIRANGE_TYPE_NAME = %I.%I', mn.nspname, m.typname)) as text) definition

union all
select 'base type', t.identity,
  case when t.typisdefined then
    concat_ws(' ', t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout,
      t.typanalyze, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory, t.typispreferred,
      t.typdelim, t.typdefault, t.typelem::regtype, t.typcollation)
  else 'shell' end,
  '', 'DROP TYPE IF EXISTS ' || t.identity
from own_type t where t.typtype in ('b', 'p')

union all
select 'collation', identity.text, definition.text,
  format('CREATE COLLATION %s (%s)', identity.text, definition.text),
  'DROP COLLATION IF EXISTS ' || identity.text
from pg_collation c
join own_schema s on s.oid = c.collnamespace
cross join lateral (select s.name || '.' || quote_ident(c.collname) as text) identity
-- the locale has its column's name from the version on that has it
cross join lateral (
  select coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') as locale,
    to_jsonb(c) ->> 'collicurules' as rules) newer
cross join lateral (
  select concat_ws(', ', 'PROVIDER = '
      || case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
    'LOCALE = ' || quote_literal(newer.locale),
    case when newer.locale is null then format('LC_COLLATE = %L, LC_CTYPE = %L',
      c.collcollate, c.collctype) end,
    'RULES = ' || quote_literal(newer.rules),
    case when not c.collisdeterministic then 'DETERMINISTIC = false' end) as text) definition
where not exists (
  select from member m where m.classid = 'pg_collation'::regclass and m.objid = c.oid)

union all
select 'conversion', s.name || '.' || quote_ident(c.conname),
  concat_ws(' ', case when c.condefault then 'default' end, encodings.text, c.conproc),
  format('CREATE %sCONVERSION %s.%I FOR %s FROM %s',
    case when c.condefault then 'DEFAULT ' else '' end, s.name, c.conname, encodings.text,
    c.conproc),
  format('DROP CONVERSION IF EXISTS %s.%I', s.name, c.conname)
from pg_conversion c
join own_schema s on s.oid = c.connamespace
cross join lateral (
  select format('%L TO %L', pg_encoding_to_char(c.conforencoding),
    pg_encoding_to_char(c.contoencoding)) as text) encodings
where not exists (
  select from member m where m.classid = 'pg_conversion'::regclass and m.objid = c.oid)
