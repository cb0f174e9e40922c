-- context: CREATE TABLE measurement (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE measurement_2022 PARTITION OF measurement FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
-- expect: DETACH PARTITION without CONCURRENTLY takes an access exclusive lock on the whole partitioned table
ALTER TABLE measurement
    DETACH PARTITION measurement_2022;
