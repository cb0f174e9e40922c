-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- why safe: only the table of this file is dropped, emptied and changed
CREATE TABLE country_helper (code text PRIMARY KEY, name text);
INSERT INTO country_helper VALUES ('de', 'Germany'), ('fr', 'France'), ('xx', 'Nowhere');
UPDATE country_helper SET name = upper(name);
DELETE FROM country_helper WHERE code = 'xx';
TRUNCATE country_helper;
DROP TABLE IF EXISTS public.country_helper;
