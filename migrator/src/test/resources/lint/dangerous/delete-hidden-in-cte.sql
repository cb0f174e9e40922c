-- context: CREATE TABLE outbox (id bigint PRIMARY KEY, body text);
-- context: CREATE TABLE outbox_archive (id bigint PRIMARY KEY, body text);
-- expect: the DELETE in the WITH clause has no condition and removes every row
WITH moved AS (
    DELETE FROM outbox
    RETURNING id, body
)
INSERT INTO outbox_archive (id, body)
SELECT id, body FROM moved WHERE body IS NOT NULL;
