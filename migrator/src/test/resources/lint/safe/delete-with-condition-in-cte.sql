-- context: CREATE TABLE feature_flag (name text PRIMARY KEY, on_for_all boolean NOT NULL DEFAULT false);
-- context: CREATE TABLE feature_flag_log (name text, removed_at timestamptz NOT NULL DEFAULT now());
-- why safe: the DELETE in the WITH clause has a condition on the key
WITH gone AS (
    DELETE FROM feature_flag WHERE name IN ('old-checkout', 'old-search') RETURNING name
)
INSERT INTO feature_flag_log (name) SELECT name FROM gone;
