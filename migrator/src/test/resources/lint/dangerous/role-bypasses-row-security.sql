-- context: DO $x$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lint_app') THEN CREATE ROLE lint_app; END IF; END $x$;
-- expect: the role ignores every policy
alter user lint_app nocreatedb bypassrls;
