-- why safe: the table was made a moment ago in the same file
CREATE TABLE visit (id integer PRIMARY KEY, at text);
ALTER TABLE visit ALTER COLUMN id TYPE bigint;
ALTER TABLE visit ALTER COLUMN at TYPE timestamptz USING at::timestamptz;
ALTER TABLE visit RENAME COLUMN at TO visited_at;
