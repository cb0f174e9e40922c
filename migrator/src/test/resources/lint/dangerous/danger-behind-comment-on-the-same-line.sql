-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the block comment ends before the statement, so every row is deleted
/* cleans the demo data -- nothing real */ DELETE FROM person; -- WHERE id < 100
