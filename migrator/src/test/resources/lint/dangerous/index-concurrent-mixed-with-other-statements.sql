-- context: CREATE TABLE invoice (id bigint PRIMARY KEY, number text);
-- expect: the concurrent build forbids the transaction, so a failure leaves the file half applied
ALTER TABLE invoice ADD COLUMN region text;
COMMENT ON COLUMN invoice.region IS 'Two letters.';
CREATE INDEX CONCURRENTLY invoice_region_idx ON invoice (region);
GRANT SELECT (region) ON invoice TO CURRENT_USER;
