-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- expect: LOCK TABLE without a mode blocks every reader and writer until commit
LOCK TABLE stock;
UPDATE stock SET amount = 0 WHERE id = 42;
