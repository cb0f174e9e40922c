-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- why safe: a new empty partition, and no default partition that would be scanned
CREATE TABLE reading_2027 PARTITION OF reading
    FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
