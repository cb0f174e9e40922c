-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- expect: with lock_timeout 0 the ALTER waits for ever, and every reader queues behind it
SET lock_timeout = 0;
SET statement_timeout = '0';
ALTER TABLE stock ADD COLUMN place text;
