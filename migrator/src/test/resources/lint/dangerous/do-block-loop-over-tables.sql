-- context: CREATE SCHEMA reporting;
-- context: CREATE TABLE reporting.a (id bigint);
-- context: CREATE TABLE reporting.b (id bigint);
-- expect: the loop truncates every table of the schema
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'reporting' LOOP
        EXECUTE 'TRUNCATE TABLE ' || quote_ident(t.schemaname) || '.' || quote_ident(t.tablename);
    END LOOP;
END
$$;
