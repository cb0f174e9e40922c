-- Changes to what all databases of a server share, or to the database as a whole. Each runs after setup.sql; because
-- they outlive the database, each comes with the statement that takes it back, in the line that begins with `-- undo:`.
-- `current_database()` cannot be named in these commands, so a block asks for the name first.

-- change: role-added
-- undo: DROP ROLE drift_stranger;
CREATE ROLE drift_stranger LOGIN;

-- change: role-superuser
-- undo: ALTER ROLE drift_reader NOSUPERUSER;
ALTER ROLE drift_reader SUPERUSER;

-- change: role-bypasses-row-security
-- undo: ALTER ROLE drift_reader NOBYPASSRLS;
ALTER ROLE drift_reader BYPASSRLS;

-- change: role-login
-- undo: ALTER ROLE drift_reader NOLOGIN;
ALTER ROLE drift_reader LOGIN;

-- change: role-may-create-roles
-- undo: ALTER ROLE drift_writer NOCREATEROLE;
ALTER ROLE drift_writer CREATEROLE;

-- change: role-connection-limit
-- undo: ALTER ROLE drift_reader CONNECTION LIMIT -1;
ALTER ROLE drift_reader CONNECTION LIMIT 5;

-- change: role-valid-until
-- undo: UPDATE pg_catalog.pg_authid SET rolvaliduntil = NULL WHERE rolname = 'drift_reader';
ALTER ROLE drift_reader VALID UNTIL '2035-01-01';

-- change: role-setting
-- undo: ALTER ROLE drift_reader RESET statement_timeout;
ALTER ROLE drift_reader SET statement_timeout = '5s';

-- change: role-in-database-setting
-- undo: DO $$ BEGIN EXECUTE format('ALTER ROLE drift_reader IN DATABASE %I RESET work_mem', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER ROLE drift_reader IN DATABASE %I SET work_mem = %L', current_database(), '64MB'); END $$;

-- change: database-setting
-- undo: DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = shop, public', current_database()); END $$;

-- change: database-connection-limit
-- undo: DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 50', current_database()); END $$;

-- change: database-grant
-- undo: DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM drift_writer', current_database()); END $$;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO drift_writer', current_database()); END $$;

-- change: database-owner
-- undo: DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO CURRENT_USER', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO drift_writer', current_database()); END $$;

-- change: database-comment
-- undo: DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS NULL', current_database()); END $$;
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'changed by hand'); END $$;

-- change: membership-added
-- undo: REVOKE drift_writer FROM drift_reader;
GRANT drift_writer TO drift_reader;

-- change: membership-with-admin
-- undo: REVOKE drift_writer FROM drift_reader;
GRANT drift_writer TO drift_reader WITH ADMIN OPTION;

-- change: membership-without-inheritance
-- min-version: 16
-- undo: REVOKE drift_writer FROM drift_reader;
GRANT drift_writer TO drift_reader WITH INHERIT FALSE, SET TRUE;

-- change: membership-in-predefined-role
-- undo: REVOKE pg_read_all_data FROM drift_reader;
GRANT pg_read_all_data TO drift_reader;

-- change: parameter-grant
-- undo: REVOKE SET ON PARAMETER log_statement FROM drift_writer;
GRANT SET ON PARAMETER log_statement TO drift_writer;
