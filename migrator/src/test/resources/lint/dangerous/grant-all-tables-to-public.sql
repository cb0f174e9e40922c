-- context: CREATE SCHEMA billing;
-- context: CREATE TABLE billing.invoice (id bigint PRIMARY KEY, total numeric);
-- expect: every role may read and change every table of the schema, and the ones to come
grant usage on schema billing to public;
grant select, insert, update, delete on all tables in schema billing to public;
alter default privileges in schema billing grant all on tables to public;
