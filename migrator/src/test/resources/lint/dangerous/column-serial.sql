-- context: CREATE TABLE log_line (at timestamptz NOT NULL, body text);
-- expect: a bigserial column takes its values from a sequence, so the table is rewritten under an access exclusive lock
ALTER TABLE log_line ADD COLUMN id bigserial;
