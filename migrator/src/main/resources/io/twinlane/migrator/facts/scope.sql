-- What facts are read of. Every other file goes on from here, after this WITH.
with own_schema as materialized (
  select n.oid, n.nspname, quote_ident(n.nspname) as name
  from pg_namespace n
  where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'twinlane')
),
member as materialized (
  select d.classid, d.objid, e.extname
  from pg_depend d join pg_extension e on e.oid = d.refobjid
  where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
),
-- what a type brings along: the functions and casts of ranges
attendant as materialized (
  select d.classid, d.objid from pg_depend d
  where d.deptype = 'i' and d.classid in ('pg_proc'::regclass, 'pg_cast'::regclass)
),
relation as materialized (
  select c.*, s.name || '.' || quote_ident(c.relname) as identity, m.extname,
    case c.relkind
      when 'f' then 'FOREIGN TABLE' when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW'
      when 'S' then 'SEQUENCE' when 'i' then 'INDEX' when 'I' then 'INDEX' when 'c' then 'TYPE'
      else 'TABLE'
    end as word
  from pg_class c
  join own_schema s on s.oid = c.relnamespace
  left join member m on m.classid = 'pg_class'::regclass and m.objid = c.oid
  where c.relpersistence <> 't'
),
sequence as materialized (
  select r.oid, r.identity, r.relpersistence, d.deptype as owned, d.refobjid, d.refobjsubid,
    format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
      format_type(q.seqtypid, null), q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
      case when q.seqcycle then 'CYCLE' else 'NO CYCLE' end) as settings
  from relation r
  join pg_sequence q on q.seqrelid = r.oid
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = r.oid and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
  where r.extname is null
),
attribute as (
  select r.identity as relation, r.word, r.relkind, r.extname, r.reloftype <> 0 as typed,
    a.attinhcount > 0 as inherited, a.*, quote_ident(a.attname) as name,
    r.identity || '.' || quote_ident(a.attname) as identity,
    format('ALTER %s %s ALTER COLUMN %I ', r.word, r.identity, a.attname) as alter_it,
    t.typstorage,
    format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation <> t.typcollation
           then ' COLLATE ' || a.attcollation::regcollation else '' end as type,
    pg_get_expr(d.adbin, d.adrelid) as expression,
    -- a partition has the identity of its parent, and no sequence of its own
    q.settings, q.identity as sequence,
    n.conname, n.convalidated, n.connoinherit, n.conislocal is false as handed_down
  from relation r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join sequence q
    on a.attidentity <> '' and q.owned = 'i' and q.refobjid = a.attrelid and q.refobjsubid = a.attnum
  -- from PostgreSQL 18 on, NOT NULL is a constraint with a name
  left join pg_constraint n
    on n.conrelid = a.attrelid and n.contype = 'n' and n.conkey[1] = a.attnum
  where r.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
),
column_definition as (
  select a.attrelid, a.attnum,
    concat_ws(' ', a.name, a.type,
      case
        when a.sequence is not null then format('GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)',
          case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end, a.sequence,
          regexp_replace(a.settings, '^AS \S+ ', ''))
        when a.attgenerated <> '' then format('GENERATED ALWAYS AS (%s) %s', a.expression,
          case a.attgenerated when 's' then 'STORED' else 'VIRTUAL' end)
        when a.expression is not null then 'DEFAULT ' || a.expression
      end,
      case when a.attnotnull and a.convalidated is not false
        then concat_ws(' ', 'CONSTRAINT ' || quote_ident(a.conname), 'NOT NULL',
          case when a.connoinherit then 'NO INHERIT' end)
      end) as definition
  from attribute a
)
