-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text);
-- expect: VACUUM FULL rewrites the table under an access exclusive lock
VACUUM (FULL, ANALYZE) click;
