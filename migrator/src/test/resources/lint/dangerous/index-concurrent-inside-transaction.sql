-- context: CREATE TABLE invoice (id bigint PRIMARY KEY, number text);
-- expect: CREATE INDEX CONCURRENTLY inside BEGIN … COMMIT always fails
BEGIN;
CREATE INDEX CONCURRENTLY invoice_number_idx ON invoice (number);
COMMIT;
