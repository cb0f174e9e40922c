-- What was applied, and how that differs from the files in $1: an array of objects with version,
-- name and checksum, of which the last is what the history keeps of a text.
with
file as (
  select f.version, f.name, f.checksum
  from json_to_recordset($1::text::json) as f (version text, name text, checksum int)
),
-- 0 is the mark of where the history begins
applied as (
  select m.version, m.description, m.checksum, m.success, m.installed_on, m.execution_time
  from twinlane.schema_migrations m
  where m.version <> '0'
),
drift as (
  select a.version,
    case
      when f.version is null then
        format('%s_%s.sql was applied, but its file is gone', a.version, a.description)
      when f.name <> a.description then
        format('%s_%s.sql was applied as %1$s_%3$s.sql', a.version, f.name, a.description)
      when f.checksum <> a.checksum then
        format('%s_%s.sql was edited after it was applied', f.version, f.name)
    end as sentence
  from applied a
  left join file f on f.version = a.version
  where a.success
)
select
  json_build_object(
    'applied', coalesce(
      (select
        json_agg(
          json_build_object(
            'version', version,
            'name', description,
            'success', success,
            'appliedAt', installed_on at time zone current_setting('timezone'),
            'millis', execution_time)
          order by version desc)
      from applied), '[]'),
    'pending', coalesce(
      (select json_agg(f.version order by f.version)
      from file f
      where not exists (select from applied a where a.version = f.version and a.success)), '[]'),
    'drift', coalesce(
      (select json_agg(sentence order by version) from drift where sentence is not null), '[]'))::text
