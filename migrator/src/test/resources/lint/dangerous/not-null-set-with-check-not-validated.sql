-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- context: ALTER TABLE customer ADD CONSTRAINT customer_country_present CHECK (country IS NOT NULL) NOT VALID;
-- expect: the check has never been validated, so SET NOT NULL scans the table under an access exclusive lock
ALTER TABLE customer ALTER COLUMN country SET NOT NULL;
ALTER TABLE customer DROP CONSTRAINT customer_country_present;
