-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text, fax text);
-- expect: the permission stands at the first statement; the second drops a column without one
-- allow: drop-column: nobody has a fax any more
ALTER TABLE person ADD COLUMN mobile text;

ALTER TABLE person DROP COLUMN nick;
