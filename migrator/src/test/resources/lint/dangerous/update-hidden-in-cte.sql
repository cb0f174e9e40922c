-- context: CREATE TABLE customer (id bigint PRIMARY KEY, tier text);
-- expect: the UPDATE in the WITH clause rewrites every row
WITH changed AS (UPDATE customer SET tier = upper(tier) RETURNING id)
SELECT count(*) FROM changed WHERE id > 0;
