-- why safe: nothing uses the domain yet
CREATE DOMAIN postcode AS text CONSTRAINT postcode_short CHECK (length(VALUE) <= 10);
CREATE TABLE address (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code postcode);
