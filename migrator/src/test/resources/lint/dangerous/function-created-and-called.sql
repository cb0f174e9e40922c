-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the function is not only made but called, and deletes every row
CREATE FUNCTION pg_temp.clean_up() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM person;
END
$$;
SELECT pg_temp.clean_up();
