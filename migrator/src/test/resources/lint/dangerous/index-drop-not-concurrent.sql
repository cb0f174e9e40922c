-- context: CREATE TABLE invoice (id bigint PRIMARY KEY, number text);
-- context: CREATE INDEX invoice_number_old_idx ON invoice (number);
-- expect: DROP INDEX takes an access exclusive lock on the table, behind which every reader queues
-- Replaced by invoice_number_key last week.
DROP INDEX IF EXISTS public.invoice_number_old_idx;
