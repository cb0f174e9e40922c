-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: -- is inside a string, so TRUNCATE on the same line is run
INSERT INTO person VALUES (1, E'it\'s -- me'); TRUNCATE person;
