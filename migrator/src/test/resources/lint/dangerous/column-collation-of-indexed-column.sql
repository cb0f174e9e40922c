-- context: CREATE TABLE city (id bigint PRIMARY KEY, name text NOT NULL);
-- context: CREATE INDEX city_name_idx ON city (name);
-- expect: the type stays, but the index on the column is built again under an access exclusive lock
ALTER TABLE city ALTER COLUMN name SET DATA TYPE text COLLATE "C";
