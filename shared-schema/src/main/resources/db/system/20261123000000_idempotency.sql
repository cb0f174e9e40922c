-- Answers of writes by the keys that clients gave them. Rows are written by the DIRECT lane, in the
-- transaction of the write itself, and belong to nobody else: they hold what clients were told.
CREATE TABLE IF NOT EXISTS twinlane.idempotency (
  owner text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  reply bytea NOT NULL,
  tables text[] NOT NULL,
  everything boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (owner, key)
);

CREATE INDEX IF NOT EXISTS idempotency_expires_at ON twinlane.idempotency (expires_at);
