-- context: CREATE EXTENSION citext;
-- context: CREATE TABLE member (id bigint PRIMARY KEY, email citext);
-- expect: CASCADE drops every column of the extension's type with its data
DROP EXTENSION citext CASCADE;
