-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_2022 PARTITION OF reading FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
-- why safe: detached concurrently and alone
ALTER TABLE reading DETACH PARTITION reading_2022 CONCURRENTLY;
