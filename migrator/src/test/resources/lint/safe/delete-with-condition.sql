-- context: CREATE TABLE feature_flag (name text PRIMARY KEY, on_for_all boolean NOT NULL DEFAULT false);
-- why safe: a condition on the key touches one row
DELETE FROM feature_flag WHERE name = 'old-checkout';
UPDATE feature_flag SET on_for_all = true WHERE name = 'new-checkout';
