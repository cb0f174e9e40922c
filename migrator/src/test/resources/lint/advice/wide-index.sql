-- context: CREATE TABLE customer (id bigint PRIMARY KEY, a text, b text, c text, d text);
-- expect: an index on four columns is seldom used and slows every write
CREATE INDEX CONCURRENTLY customer_wide_idx ON customer (a, b, c, d);
