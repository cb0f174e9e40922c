-- context: CREATE FUNCTION purge(days integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM days; END $$;
-- why safe: the same statement gives the function a search_path
ALTER FUNCTION purge(integer) SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
