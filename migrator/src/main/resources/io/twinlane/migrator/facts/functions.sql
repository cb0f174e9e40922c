-- Functions, procedures, aggregates, operators, operator classes and casts.
, routine as materialized (
  select p.*, m.extname, p.oid::regprocedure::text as identity,
    s.name || '.' || quote_ident(p.proname) as name,
    case p.prokind when 'p' then 'PROCEDURE' when 'a' then 'AGGREGATE' else 'FUNCTION' end as word,
    coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') as arguments
  from pg_proc p
  left join own_schema s on s.oid = p.pronamespace
  left join member m on m.classid = 'pg_proc'::regclass and m.objid = p.oid
  where (s.oid is not null or m.extname is not null) and not exists (
    select from attendant d where d.classid = 'pg_proc'::regclass and d.objid = p.oid)
),
aggregate as (
  select p.oid,
    concat_ws(', ', 'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, null),
      'SSPACE = ' || nullif(a.aggtransspace, 0),
      'FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),
      case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
      'FINALFUNC_MODIFY = ' || final.word,
      'COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),
      'SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
      'DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),
      'INITCOND = ' || quote_literal(a.agginitval),
      'MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
      'MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
      case when a.aggmtranstype <> 0 then 'MSTYPE = ' || format_type(a.aggmtranstype, null) end,
      'MSSPACE = ' || nullif(a.aggmtransspace, 0),
      'MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'),
      case when a.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
      case when a.aggmtranstype <> 0 then 'MFINALFUNC_MODIFY = ' || moving.word end,
      'MINITCOND = ' || quote_literal(a.aggminitval),
      (select format('SORTOP = OPERATOR(%I.%s)', n.nspname, o.oprname)
       from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
       where o.oid = a.aggsortop),
      'PARALLEL = ' || case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED'
        else 'UNSAFE' end,
      case when a.aggkind = 'h' then 'HYPOTHETICAL' end) as definition
  from routine p
  join pg_aggregate a on a.aggfnoid = p.oid
  join (values ('r', 'READ_ONLY'), ('s', 'SHAREABLE'), ('w', 'READ_WRITE')) final (sign, word)
    on final.sign = a.aggfinalmodify
  join (values ('r', 'READ_ONLY'), ('s', 'SHAREABLE'), ('w', 'READ_WRITE')) moving (sign, word)
    on moving.sign = a.aggmfinalmodify
),
definition as (
  select p.*,
    case when p.prokind = 'a' then format('CREATE OR REPLACE AGGREGATE %s(%s) (%s)',
        coalesce(p.name, p.proname), p.arguments, a.definition)
      else pg_get_functiondef(p.oid) end as statement
  from routine p left join aggregate a on a.oid = p.oid
),
family as (
  select f.*, s.name || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname)
      as identity,
    (select string_agg(entry, ', ' order by entry)
     from (
       select format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::regoperator,
         ' FOR ORDER BY ' || (
           select format('%I.%I', n.nspname, b.opfname)
           from pg_opfamily b join pg_namespace n on n.oid = b.opfnamespace
           where b.oid = o.amopsortfamily)) as entry
       from pg_amop o where o.amopfamily = f.oid
       union all
       select format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null),
         format_type(p.amprocrighttype, null), p.amproc::regprocedure)
       from pg_amproc p where p.amprocfamily = f.oid) entries) as entries
  from pg_opfamily f
  join own_schema s on s.oid = f.opfnamespace
  join pg_am m on m.oid = f.opfmethod
  where not exists (
    select from member m where m.classid = 'pg_opfamily'::regclass and m.objid = f.oid)
)
select lower(p.word), p.identity, p.statement, p.statement,
  case when p.prokind = 'a' then format('DROP AGGREGATE IF EXISTS %s(%s)', p.name, p.arguments)
    else format('DROP %s IF EXISTS %s', p.word, p.identity) end
from definition p where p.extname is null

union all
select 'extension function', format('%s of %I', p.identity, p.extname), '',
  format('ALTER EXTENSION %I ADD %s %s', p.extname, p.word, p.identity),
  format('ALTER EXTENSION %I DROP %s %s', p.extname, p.word, p.identity)
from definition p where p.extname is not null

union all
-- the digest shows one that was replaced
select 'extension function body', format('%s of %I', p.identity, p.extname), md5(p.statement),
  p.statement, ''
from definition p where p.extname is not null

union all
select 'operator', o.oid::regoperator::text, definition.text,
  format('CREATE OPERATOR %s.%s (%s)', s.name, o.oprname, definition.text),
  'DROP OPERATOR IF EXISTS ' || o.oid::regoperator
from pg_operator o
join own_schema s on s.oid = o.oprnamespace
cross join lateral (
  select concat_ws(', ', 'FUNCTION = ' || o.oprcode,
    case when o.oprleft <> 0 then 'LEFTARG = ' || format_type(o.oprleft, null) end,
    'RIGHTARG = ' || format_type(o.oprright, null),
    (select format('COMMUTATOR = OPERATOR(%I.%s)', n.nspname, c.oprname)
     from pg_operator c join pg_namespace n on n.oid = c.oprnamespace where c.oid = o.oprcom),
    (select format('NEGATOR = OPERATOR(%I.%s)', n.nspname, c.oprname)
     from pg_operator c join pg_namespace n on n.oid = c.oprnamespace where c.oid = o.oprnegate),
    'RESTRICT = ' || nullif(o.oprrest::text, '-'), 'JOIN = ' || nullif(o.oprjoin::text, '-'),
    case when o.oprcanhash then 'HASHES' end, case when o.oprcanmerge then 'MERGES' end) as text
  ) definition
where not exists (
  select from member m where m.classid = 'pg_operator'::regclass and m.objid = o.oid)

union all
select 'operator family', f.identity, coalesce(f.entries, ''),
  case when exists (select from pg_opclass c where c.opcfamily = f.oid and c.opcname = f.opfname)
    then '' else 'CREATE OPERATOR FAMILY ' || f.identity end,
  'DROP OPERATOR FAMILY IF EXISTS ' || f.identity
from family f

union all
select 'operator class', identity.text,
  concat_ws(' ', definition.text, 'of family', f.opfname),
  concat_ws(' ', 'CREATE OPERATOR CLASS',
    regexp_replace(identity.text, ' USING ', ' ' || definition.text || ' USING '),
    case when f.opfname <> c.opcname then 'FAMILY ' || split_part(own.identity, ' USING ', 1) end,
    'AS ' || coalesce(own.entries, 'STORAGE ' || format_type(c.opcintype, null)),
    case when c.opckeytype <> 0 and own.entries is not null
      then ', STORAGE ' || format_type(c.opckeytype, null) end),
  'DROP OPERATOR CLASS IF EXISTS ' || identity.text
from pg_opclass c
join own_schema s on s.oid = c.opcnamespace
join pg_am m on m.oid = c.opcmethod
join pg_opfamily f on f.oid = c.opcfamily
left join family own on own.oid = f.oid
cross join lateral (
  select s.name || '.' || quote_ident(c.opcname) || ' USING ' || quote_ident(m.amname) as text
  ) identity
cross join lateral (
  select concat_ws(' ', case when c.opcdefault then 'DEFAULT' end, 'FOR TYPE',
    format_type(c.opcintype, null)) as text) definition
where not exists (
  select from member m where m.classid = 'pg_opclass'::regclass and m.objid = c.oid)

union all
select 'cast', identity.text, definition.text,
  format('CREATE CAST %s %s', identity.text, definition.text),
  'DROP CAST IF EXISTS ' || identity.text
from pg_cast c
cross join lateral (
  select format('(%s AS %s)', format_type(c.castsource, null), format_type(c.casttarget, null))
    as text) identity
cross join lateral (
  select case c.castmethod when 'f' then 'WITH FUNCTION ' || c.castfunc::regprocedure
      when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end
    || case c.castcontext when 'i' then ' AS IMPLICIT' when 'a' then ' AS ASSIGNMENT' else '' end
    as text) definition
where c.oid >= 16384 and not exists (
    select from member m where m.classid = 'pg_cast'::regclass and m.objid = c.oid)
  and not exists (
    select from attendant d where d.classid = 'pg_cast'::regclass and d.objid = c.oid)

union all
select 'transform', identity.text, definition.text,
  format('CREATE TRANSFORM %s (%s)', identity.text, definition.text),
  'DROP TRANSFORM IF EXISTS ' || identity.text
from pg_transform t
join pg_language l on l.oid = t.trflang
cross join lateral (
  select format('FOR %s LANGUAGE %I', format_type(t.trftype, null), l.lanname) as text) identity
cross join lateral (
  select concat_ws(', ',
    case when t.trffromsql <> 0 then 'FROM SQL WITH FUNCTION ' || t.trffromsql::regprocedure end,
    case when t.trftosql <> 0 then 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure end) as text
  ) definition
where not exists (
  select from member m where m.classid = 'pg_transform'::regclass and m.objid = t.oid)
