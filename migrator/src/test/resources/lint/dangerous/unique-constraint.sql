-- context: CREATE TABLE account (id bigint PRIMARY KEY, login text NOT NULL);
-- expect: ADD UNIQUE builds an index under an access exclusive lock
ALTER TABLE account ADD UNIQUE (login);
