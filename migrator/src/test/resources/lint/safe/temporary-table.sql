-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- why safe: the temporary table belongs to this session
CREATE TEMPORARY TABLE mapping (old text, new text) ON COMMIT DROP;
INSERT INTO mapping VALUES ('BRD', 'DE');
DELETE FROM mapping;
CREATE INDEX ON mapping (old);
DROP TABLE pg_temp.mapping;
