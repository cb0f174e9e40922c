-- context: CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL);
-- expect: the running application may not be ready to read a null
ALTER TABLE customer ALTER COLUMN name DROP NOT NULL;
