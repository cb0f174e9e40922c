-- context: CREATE SCHEMA staging;
-- context: CREATE TABLE public.customer (id bigint PRIMARY KEY, email text);
-- expect: the new table is staging.customer, but the index is on the old public.customer and blocks writes
CREATE TABLE staging.customer (id bigint PRIMARY KEY, email text);
CREATE INDEX staging_customer_email_idx ON staging.customer (email);
CREATE INDEX customer_email_idx ON public.customer (email);
