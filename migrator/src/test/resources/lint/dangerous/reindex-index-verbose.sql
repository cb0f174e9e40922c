-- context: CREATE TABLE session (id bigint PRIMARY KEY, token text);
-- context: CREATE INDEX session_token_idx ON session (token);
-- expect: REINDEX (VERBOSE) INDEX is not concurrent and locks the index against readers
reindex (verbose) index session_token_idx;
