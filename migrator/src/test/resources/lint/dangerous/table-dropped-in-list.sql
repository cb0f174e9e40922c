-- context: CREATE TABLE customer_backup (id bigint PRIMARY KEY);
-- expect: the second table in the list is an older one with data
CREATE TABLE helper (id bigint);
DROP TABLE helper, customer_backup;
