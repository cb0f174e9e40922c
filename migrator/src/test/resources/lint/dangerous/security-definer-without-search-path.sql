-- context: CREATE TABLE secret (id bigint PRIMARY KEY, value text);
-- expect: a caller can put own objects in front of the function's by search_path and run them with the owner's rights
CREATE OR REPLACE FUNCTION read_secret(wanted bigint)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
AS $$
    SELECT value FROM secret WHERE id = wanted
$$;
