-- context: CREATE TABLE visit (id bigint PRIMARY KEY, at timestamp NOT NULL);
-- expect: outside UTC every value is converted and the table is rewritten
SET LOCAL TIME ZONE 'Europe/Berlin';
ALTER TABLE visit ALTER COLUMN at TYPE timestamptz;
