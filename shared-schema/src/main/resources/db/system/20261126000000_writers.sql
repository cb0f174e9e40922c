-- The write-services of a cluster that may acknowledge writes. Whoever gives answers from memory
-- needs a lease of each of them. Rows are written by the DIRECT lane alone.
CREATE TABLE IF NOT EXISTS twinlane.writers (
  writer text PRIMARY KEY,
  -- how long its leases run: the same for all
  lease_ms bigint NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- who could not reach it; one that lives takes that back
  doubted_by text,
  -- whether it must not acknowledge writes any more; its row goes when it must have noticed
  ended boolean NOT NULL DEFAULT false
);
