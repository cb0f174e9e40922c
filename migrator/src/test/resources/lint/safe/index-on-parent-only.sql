-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_2026 PARTITION OF reading FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- why safe: ON ONLY a partitioned table makes an empty index without looking at a row
CREATE INDEX reading_value_idx ON ONLY reading (value);
