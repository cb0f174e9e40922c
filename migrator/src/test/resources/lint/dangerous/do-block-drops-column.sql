-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the DO block drops a column with its data
DO $$
BEGIN
    IF EXISTS (SELECT FROM information_schema.columns
               WHERE table_name = 'person' AND column_name = 'nick') THEN
        ALTER TABLE person DROP COLUMN nick;
    END IF;
END
$$;
