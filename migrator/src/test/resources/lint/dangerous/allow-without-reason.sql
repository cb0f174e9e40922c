-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: a permission without a reason is none
-- allow: drop-table
DROP TABLE person;
