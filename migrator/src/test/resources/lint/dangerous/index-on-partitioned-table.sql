-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_2026 PARTITION OF reading FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- expect: the index is built on every partition in one go, blocking writes to all of them
CREATE INDEX reading_value_idx ON reading (value);
