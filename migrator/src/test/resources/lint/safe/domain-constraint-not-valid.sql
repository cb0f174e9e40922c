-- context: CREATE DOMAIN postcode AS text;
-- context: CREATE TABLE address (id bigint PRIMARY KEY, code postcode);
-- why safe: NOT VALID scans no table (measured)
ALTER DOMAIN postcode ADD CONSTRAINT postcode_short CHECK (length(VALUE) <= 10) NOT VALID;
