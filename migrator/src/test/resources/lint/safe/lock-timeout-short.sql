-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- why safe: a shorter patience, and a nullable column
SET LOCAL lock_timeout = '300ms';
ALTER TABLE stock ADD COLUMN place text;
