-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_2026 PARTITION OF reading FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- context: CREATE INDEX reading_value_idx ON ONLY reading (value);
-- context: CREATE INDEX reading_2026_value_idx ON reading_2026 (value);
-- why safe: only the catalogue changes; the partition's index is already there
ALTER INDEX reading_value_idx ATTACH PARTITION reading_2026_value_idx;
