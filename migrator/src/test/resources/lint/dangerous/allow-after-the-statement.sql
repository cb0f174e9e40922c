-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the permission comes after the statement, at the end of the file
DROP TABLE person;

-- allow: drop-table: was only a trial
