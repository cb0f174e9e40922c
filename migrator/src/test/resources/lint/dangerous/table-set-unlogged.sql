-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- expect: the table is rewritten under an access exclusive lock and is emptied by the next crash
ALTER TABLE stock SET UNLOGGED;
