-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint);
-- expect: every row matches itself and is deleted
MERGE INTO stock USING (SELECT 1) AS one ON true
WHEN MATCHED THEN DELETE;
