-- context: CREATE TABLE outbox (id bigint PRIMARY KEY, body text);
-- expect: the condition is always true, so every row is removed
DELETE FROM outbox AS o WHERE 1 = 1;
