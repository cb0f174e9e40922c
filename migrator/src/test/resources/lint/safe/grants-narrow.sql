-- context: DO $x$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lint_app') THEN CREATE ROLE lint_app; END IF; END $x$;
-- context: CREATE TABLE message (id bigint PRIMARY KEY, body text);
-- why safe: a named role gets what it needs; PUBLIC only loses
REVOKE ALL ON message FROM PUBLIC;
GRANT SELECT, INSERT ON message TO lint_app;
ALTER ROLE lint_app NOSUPERUSER NOBYPASSRLS;
