-- context: CREATE TABLE secret (id bigint PRIMARY KEY, value text);
-- expect: SET search_path is only in a comment, so the definer's function follows the caller's search_path
CREATE FUNCTION public.set_secret(wanted bigint, new_value text) RETURNS void AS $body$
-- SET search_path = pg_catalog, public
BEGIN
    UPDATE secret SET value = new_value WHERE id = wanted;
END
$body$ LANGUAGE plpgsql SECURITY DEFINER;
