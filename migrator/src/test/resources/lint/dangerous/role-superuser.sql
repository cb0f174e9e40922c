-- context: DO $x$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lint_app') THEN CREATE ROLE lint_app; END IF; END $x$;
-- expect: the application's role may do everything on the server
ALTER ROLE lint_app WITH SUPERUSER;
