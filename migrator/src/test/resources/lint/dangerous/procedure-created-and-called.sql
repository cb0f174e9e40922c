-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the procedure that is called drops a column
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE person DROP COLUMN nick; END $$;
CALL tidy();
DROP PROCEDURE tidy();
