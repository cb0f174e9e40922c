-- What the tables call lives in a schema of its own, so that an API on the tables' schema does not
-- show it. Callers of the API need no privilege on it: a default and a trigger hold their function
-- by reference, not by name.
CREATE SCHEMA IF NOT EXISTS twinlane;

COMMENT ON SCHEMA twinlane IS 'Functions behind the defaults and triggers of the tables';

-- OR REPLACE, because several schemas of one database may hold the tables and share this one.
CREATE OR REPLACE FUNCTION twinlane.prefixed_id(prefix text) RETURNS text
  LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE
  SET search_path = pg_catalog
AS $$
DECLARE
  -- 32 characters take five bits each, so that no character is likelier than another.
  alphabet CONSTANT text := 'abcdefghijklmnopqrstuvwxyz234567';
  bytes CONSTANT bytea := uuid_send(gen_random_uuid());
  -- Byte 6 holds the version of the UUID and four random bits. They pick the first character,
  -- which must be a letter.
  id text := prefix || '_' || substr(alphabet, 1 + (get_byte(bytes, 6) & 15), 1);
BEGIN
  FOR i IN 0..15 LOOP
    -- The variant of the UUID is in the upper two bits of byte 8, outside the five used here.
    IF i <> 6 THEN
      id := id || substr(alphabet, 1 + (get_byte(bytes, i) & 31), 1);
    END IF;
  END LOOP;
  RETURN id;
END
$$;

COMMENT ON FUNCTION twinlane.prefixed_id(text) IS
  'A new id such as usr_k3v7mq2zt5xw4bna: the prefix, an underscore and 16 characters of '
  '[a-z0-9], the first one a letter, which carry 79 random bits';

CREATE OR REPLACE FUNCTION twinlane.touch_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog
AS $$
BEGIN
  -- Compared byte by byte: plain equality would miss 1.0 against 1 inside jsonb, and does not
  -- exist for every type.
  IF NEW *<> OLD THEN
    -- The clock and not now(), which is the start of the transaction: a later change of a row must
    -- never carry an earlier time, and two changes in one transaction must differ.
    NEW.updated_at := clock_timestamp();
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION twinlane.touch_updated_at() IS
  'Sets updated_at when an UPDATE changes the row; whatever value the statement gave is replaced';
