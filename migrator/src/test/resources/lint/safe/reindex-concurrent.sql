-- context: CREATE TABLE session (id bigint PRIMARY KEY, token text);
-- why safe: rebuilt concurrently and alone
REINDEX (VERBOSE) TABLE CONCURRENTLY session;
