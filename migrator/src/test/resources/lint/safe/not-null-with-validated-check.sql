-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- context: ALTER TABLE customer ADD CONSTRAINT customer_country_present CHECK (country IS NOT NULL) NOT VALID;
-- context: ALTER TABLE customer VALIDATE CONSTRAINT customer_country_present;
-- why safe: the validated check proves it, so SET NOT NULL scans nothing; the check is then not needed
ALTER TABLE customer ALTER COLUMN country SET NOT NULL;
ALTER TABLE customer DROP CONSTRAINT customer_country_present;
