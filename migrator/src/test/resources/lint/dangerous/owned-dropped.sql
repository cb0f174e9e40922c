-- context: DO $x$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lint_app') THEN CREATE ROLE lint_app; END IF; END $x$;
-- context: CREATE TABLE lint_owned (id bigint PRIMARY KEY);
-- context: ALTER TABLE lint_owned OWNER TO lint_app;
-- expect: every table of the role is dropped, and its grants
DROP OWNED BY lint_app;
