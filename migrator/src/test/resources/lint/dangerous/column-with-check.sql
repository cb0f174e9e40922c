-- context: CREATE TABLE article (id bigint PRIMARY KEY, title text NOT NULL);
-- expect: the check of the new column is verified on every row under an access exclusive lock
ALTER TABLE article ADD COLUMN stars integer DEFAULT 3 CHECK (stars BETWEEN 1 AND 5);
