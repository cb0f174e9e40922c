-- Three roles to grant to logins, so that each lane has the rights it needs and no more: the CACHED
-- lane as a reader, the DIRECT lane as a writer, the migrator as the owner. Roles belong to the whole
-- server, and the login may not be allowed to make them: then this is left to its administrator, and
-- docs/roles.md says how.
DO $$
DECLARE
  wanted text;
  home CONSTANT text := current_schema();
BEGIN
  IF NOT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    RAISE NOTICE 'user % may not make roles: see docs/roles.md', current_user;
    RETURN;
  END IF;

  FOREACH wanted IN ARRAY ARRAY['twinlane_reader', 'twinlane_writer', 'twinlane_owner'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      -- another database of the server made it at the same moment
      NULL;
    END;
  END LOOP;

  EXECUTE format('GRANT USAGE ON SCHEMA %I TO twinlane_reader, twinlane_writer', home);
  EXECUTE format('GRANT ALL ON SCHEMA %I TO twinlane_owner', home);

  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO twinlane_reader', home);
  EXECUTE format(
    'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO twinlane_writer', home);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO twinlane_writer', home);
  EXECUTE format('GRANT ALL ON ALL TABLES IN SCHEMA %I TO twinlane_owner', home);

  -- the same for the tables of migrations to come
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO twinlane_reader', home);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA %I '
    'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO twinlane_writer', home);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO twinlane_writer', home);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT ALL ON TABLES TO twinlane_owner', home);
END
$$;
