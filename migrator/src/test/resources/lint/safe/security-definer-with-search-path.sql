-- context: CREATE TABLE secret (id bigint PRIMARY KEY, value text);
-- why safe: the function has a search_path of its own and is not open to everybody
CREATE FUNCTION read_secret(wanted bigint) RETURNS text
    SECURITY DEFINER
    STABLE
    LANGUAGE sql
    SET search_path TO ''
AS 'SELECT value FROM public.secret WHERE id = wanted';
REVOKE ALL ON FUNCTION read_secret(bigint) FROM PUBLIC;
