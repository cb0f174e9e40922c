-- context: CREATE TABLE session (id bigint PRIMARY KEY, token text);
-- context: CREATE INDEX session_token_idx ON session (token);
-- expect: REINDEX without CONCURRENTLY blocks writes, and reads that want the index
/* The index on token is bloated: 4 GB for 200 MB of live rows. */
REINDEX TABLE session;
