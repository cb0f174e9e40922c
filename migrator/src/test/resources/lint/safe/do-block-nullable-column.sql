-- context: CREATE TABLE person (id bigint PRIMARY KEY);
-- why safe: the DO block only adds a nullable column
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM information_schema.columns
                   WHERE table_name = 'person' AND column_name = 'nick') THEN
        -- never DROP TABLE person here
        ALTER TABLE person ADD COLUMN nick text;
    END IF;
END
$$;
