-- context: CREATE TABLE click (id bigint PRIMARY KEY, page varchar(200));
-- expect: a narrower varchar rewrites the table, and fails on longer values
ALTER TABLE click ALTER page SET DATA TYPE varchar(100);
