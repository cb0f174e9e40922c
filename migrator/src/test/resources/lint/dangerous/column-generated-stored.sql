-- context: CREATE TABLE article (id bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL);
-- expect: a stored generated column rewrites the table under an access exclusive lock
-- Full text search for the help centre.
ALTER TABLE article
    ADD COLUMN search tsvector
    GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || body)) STORED;
