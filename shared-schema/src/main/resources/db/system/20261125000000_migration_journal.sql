-- What happened to each migration, one row for each event, only ever added to. Beside the history of
-- what was applied it knows how far a file came that runs outside of a transaction, who resolved what
-- by hand and why, and what the schema was like after each run.
CREATE TABLE IF NOT EXISTS twinlane.migration_journal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  by text NOT NULL DEFAULT session_user,
  event text NOT NULL,
  version text,
  statement integer,
  sha256 text,
  detail text
);

CREATE INDEX IF NOT EXISTS migration_journal_version ON twinlane.migration_journal (version, id);
