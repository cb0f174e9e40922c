-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the DO block adds a column with a volatile default, which rewrites the table
DO $do$
BEGIN
    -- harmless if it is there already
    ALTER TABLE IF EXISTS public.person ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
EXCEPTION WHEN duplicate_column THEN
    RAISE NOTICE 'already there';
END
$do$;
