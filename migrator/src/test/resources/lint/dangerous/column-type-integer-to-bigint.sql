-- context: CREATE TABLE click (id integer PRIMARY KEY, page text);
-- expect: integer to bigint rewrites the table and its indexes under an access exclusive lock
ALTER TABLE click ALTER COLUMN id TYPE bigint;
