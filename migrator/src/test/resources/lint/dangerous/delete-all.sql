-- context: CREATE TABLE outbox (id bigint PRIMARY KEY, body text);
-- expect: DELETE without WHERE removes every row
DELETE FROM outbox;
