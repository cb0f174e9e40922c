-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- min-version: 18
-- why safe: since PostgreSQL 18 NOT NULL can be NOT VALID, which scans nothing
ALTER TABLE customer ADD CONSTRAINT customer_country_present NOT NULL country NOT VALID;
