-- why safe: the table that is renamed was made in the same file
CREATE TABLE draft_new (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text);
ALTER TABLE draft_new RENAME COLUMN title TO headline;
ALTER TABLE draft_new RENAME TO draft;
CREATE INDEX draft_headline_idx ON draft (headline);
