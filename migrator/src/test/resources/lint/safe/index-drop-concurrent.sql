-- context: CREATE TABLE invoice (id bigint PRIMARY KEY, number text);
-- context: CREATE INDEX invoice_number_old_idx ON invoice (number);
-- why safe: dropped concurrently and alone
DROP INDEX CONCURRENTLY IF EXISTS public.invoice_number_old_idx;
