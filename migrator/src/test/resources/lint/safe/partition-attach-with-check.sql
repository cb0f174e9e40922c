-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_2026 (at date NOT NULL, value numeric, CONSTRAINT in_2026 CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01'));
-- why safe: a validated check implies the bounds, so the table is not scanned; there is no default partition
ALTER TABLE reading ATTACH PARTITION reading_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
