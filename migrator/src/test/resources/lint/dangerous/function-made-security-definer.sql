-- context: CREATE FUNCTION purge(days integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM days; END $$;
-- expect: the function now runs with its owner's rights and has no search_path of its own
ALTER FUNCTION purge(integer) SECURITY DEFINER;
