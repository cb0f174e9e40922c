-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the DO block, whose body is an ordinary string, updates every row
DO 'BEGIN UPDATE person SET nick = ''none''; END';
