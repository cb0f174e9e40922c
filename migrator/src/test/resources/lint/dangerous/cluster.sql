-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text);
-- expect: CLUSTER rewrites the table under an access exclusive lock
CLUSTER click USING click_pkey;
