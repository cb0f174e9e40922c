-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- expect: SET NOT NULL scans the whole table under an access exclusive lock
ALTER TABLE customer ALTER COLUMN country SET NOT NULL;
