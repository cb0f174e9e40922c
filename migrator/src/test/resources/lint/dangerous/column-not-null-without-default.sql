-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- expect: ADD COLUMN NOT NULL without a default fails as soon as the table has a row
ALTER TABLE customer ADD COLUMN tax_number text NOT NULL;
