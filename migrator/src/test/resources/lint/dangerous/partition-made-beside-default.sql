-- context: CREATE TABLE reading (at date NOT NULL, value numeric) PARTITION BY RANGE (at);
-- context: CREATE TABLE reading_rest PARTITION OF reading DEFAULT;
-- expect: a new partition makes PostgreSQL scan the default partition under an access exclusive lock
CREATE TABLE reading_2027 PARTITION OF reading FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
