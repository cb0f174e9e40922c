-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text);
-- expect: text to varchar(500) has to look at every value and rewrites the table
ALTER TABLE click ALTER COLUMN page TYPE character varying(500);
