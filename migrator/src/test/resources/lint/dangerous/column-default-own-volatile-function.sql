-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- context: CREATE FUNCTION short_code() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT substr(md5(random()::text), 1, 8) $$;
-- expect: the default calls a volatile function, so the table is rewritten
ALTER TABLE customer ADD COLUMN code text DEFAULT short_code();
