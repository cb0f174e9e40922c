-- Text search parsers, templates, dictionaries, configurations and their mappings.
select 'text search parser', s.name || '.' || quote_ident(p.prsname), definition.text,
  format('CREATE TEXT SEARCH PARSER %s.%I (%s)', s.name, p.prsname, definition.text),
  format('DROP TEXT SEARCH PARSER IF EXISTS %s.%I', s.name, p.prsname)
from pg_ts_parser p
join own_schema s on s.oid = p.prsnamespace
cross join lateral (
  select concat_ws(', ', 'START = ' || p.prsstart, 'GETTOKEN = ' || p.prstoken,
    'END = ' || p.prsend, 'LEXTYPES = ' || p.prslextype,
    'HEADLINE = ' || nullif(p.prsheadline::text, '-')) as text) definition
where not exists (
  select from member m where m.classid = 'pg_ts_parser'::regclass and m.objid = p.oid)

union all
select 'text search template', s.name || '.' || quote_ident(t.tmplname), definition.text,
  format('CREATE TEXT SEARCH TEMPLATE %s.%I (%s)', s.name, t.tmplname, definition.text),
  format('DROP TEXT SEARCH TEMPLATE IF EXISTS %s.%I', s.name, t.tmplname)
from pg_ts_template t
join own_schema s on s.oid = t.tmplnamespace
cross join lateral (
  select concat_ws(', ', 'INIT = ' || nullif(t.tmplinit::text, '-'), 'LEXIZE = ' || t.tmpllexize)
    as text) definition
where not exists (
  select from member m where m.classid = 'pg_ts_template'::regclass and m.objid = t.oid)

union all
select 'text search dictionary', s.name || '.' || quote_ident(d.dictname), template.name,
  format('CREATE TEXT SEARCH DICTIONARY %s.%I (%s)', s.name, d.dictname,
    concat_ws(', ', 'TEMPLATE = ' || template.name, d.dictinitoption)),
  format('DROP TEXT SEARCH DICTIONARY IF EXISTS %s.%I', s.name, d.dictname)
from pg_ts_dict d
join own_schema s on s.oid = d.dictnamespace
cross join lateral (
  select format('%I.%I', n.nspname, t.tmplname) as name
  from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace
  where t.oid = d.dicttemplate) template
where not exists (
  select from member m where m.classid = 'pg_ts_dict'::regclass and m.objid = d.oid)

union all
select 'text search dictionary options', s.name || '.' || quote_ident(d.dictname), d.dictinitoption,
  format('ALTER TEXT SEARCH DICTIONARY %s.%I (%s)', s.name, d.dictname, d.dictinitoption), ''
from pg_ts_dict d join own_schema s on s.oid = d.dictnamespace
where d.dictinitoption is not null

union all
select 'text search configuration', s.name || '.' || quote_ident(c.cfgname), parser.name,
  format('CREATE TEXT SEARCH CONFIGURATION %s.%I (PARSER = %s)', s.name, c.cfgname, parser.name),
  format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %s.%I', s.name, c.cfgname)
from pg_ts_config c
join own_schema s on s.oid = c.cfgnamespace
cross join lateral (
  select format('%I.%I', n.nspname, p.prsname) as name
  from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace
  where p.oid = c.cfgparser) parser
where not exists (
  select from member m where m.classid = 'pg_ts_config'::regclass and m.objid = c.oid)

union all
select 'text search mapping', format('%I of %s.%I', token.alias, s.name, c.cfgname),
  string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno),
  format('ALTER TEXT SEARCH CONFIGURATION %s.%I ADD MAPPING FOR %I WITH %s', s.name, c.cfgname,
    token.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno)),
  format('ALTER TEXT SEARCH CONFIGURATION %s.%I DROP MAPPING IF EXISTS FOR %I', s.name, c.cfgname,
    token.alias)
from pg_ts_config c
join own_schema s on s.oid = c.cfgnamespace
join pg_ts_config_map m on m.mapcfg = c.oid
cross join lateral ts_token_type(c.cfgparser) token
where token.tokid = m.maptokentype
group by s.name, c.cfgname, token.alias
