-- context: CREATE TABLE customer (id bigint PRIMARY KEY, name text);
-- expect: IF NOT EXISTS takes an invalid index, left by a failed build, for the real one
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON customer (name);
