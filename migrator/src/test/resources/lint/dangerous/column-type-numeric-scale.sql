-- context: CREATE TABLE payment (id bigint PRIMARY KEY, amount numeric(10, 2) NOT NULL);
-- expect: another scale rewrites the table
ALTER TABLE payment ALTER COLUMN amount TYPE numeric(12, 4);
