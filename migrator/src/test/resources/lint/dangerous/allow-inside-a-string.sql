-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the permission is part of a string of the statement before
COMMENT ON TABLE person IS '
-- allow: drop-table: was only a trial
';
DROP TABLE person;
