-- context: CREATE TABLE invoice (id bigint PRIMARY KEY, number text);
-- context: CREATE INDEX invoice_number_old_idx ON invoice (number);
-- why safe: no query names an index, and the lock is a weak one
ALTER INDEX invoice_number_old_idx RENAME TO invoice_number_idx;
