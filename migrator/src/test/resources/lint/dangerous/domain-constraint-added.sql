-- context: CREATE DOMAIN postcode AS text;
-- context: CREATE TABLE address (id bigint PRIMARY KEY, code postcode);
-- expect: every column of the domain is scanned while its table is locked against writes
ALTER DOMAIN postcode ADD CONSTRAINT postcode_short CHECK (length(VALUE) <= 10);
