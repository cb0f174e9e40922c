-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- expect: clock_timestamp() is volatile, so the table is rewritten
ALTER TABLE customer
    ADD seen_at timestamptz DEFAULT clock_timestamp(),
    ADD note text;
