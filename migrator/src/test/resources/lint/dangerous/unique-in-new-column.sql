-- context: CREATE TABLE account (id bigint PRIMARY KEY, login text NOT NULL);
-- expect: UNIQUE inside ADD COLUMN builds an index over the whole table under an access exclusive lock
ALTER TABLE account ADD COLUMN IF NOT EXISTS external_reference text UNIQUE;
