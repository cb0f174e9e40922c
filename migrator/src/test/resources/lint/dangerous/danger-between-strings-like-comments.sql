-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: '/*' and '*/' are strings, so the DROP TABLE between them is run
INSERT INTO person (id, nick) VALUES (1, '/*');
DROP TABLE person;
SELECT '*/';
