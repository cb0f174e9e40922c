-- context: CREATE TABLE log_line (at timestamptz NOT NULL, body text);
-- expect: a new identity column numbers every row, so the table is rewritten; the primary key builds an index besides
ALTER TABLE log_line ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
