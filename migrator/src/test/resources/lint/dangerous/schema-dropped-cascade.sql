-- context: CREATE SCHEMA legacy;
-- context: CREATE TABLE legacy.customer (id bigint PRIMARY KEY);
-- expect: everything in the schema is lost
DROP SCHEMA IF EXISTS legacy CASCADE;
