-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- why safe: the attached table is made in the same file and empty; there is no default partition
CREATE TABLE reading_2027 (LIKE reading INCLUDING ALL);
ALTER TABLE reading ATTACH PARTITION reading_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
