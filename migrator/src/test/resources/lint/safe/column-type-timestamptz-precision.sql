-- context: CREATE TABLE visit (id bigint PRIMARY KEY, at timestamptz(3) NOT NULL);
-- why safe: more precision rewrites nothing (measured)
ALTER TABLE visit ALTER COLUMN at TYPE timestamptz;
