-- context: CREATE TABLE article (id bigint PRIMARY KEY, title text NOT NULL);
-- min-version: 18
-- why safe: a virtual column is computed when it is read
ALTER TABLE article ADD COLUMN shout text GENERATED ALWAYS AS (upper(title)) VIRTUAL;
