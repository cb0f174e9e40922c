-- context: CREATE TABLE measurement (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE measurement_rest PARTITION OF measurement DEFAULT;
-- context: CREATE TABLE measurement_2026 (at date NOT NULL, value numeric);
-- expect: ATTACH PARTITION scans the new partition and the default partition, the latter under an access exclusive lock
ALTER TABLE measurement ATTACH PARTITION measurement_2026
    FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
