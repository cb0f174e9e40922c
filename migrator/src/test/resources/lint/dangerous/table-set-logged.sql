-- context: CREATE UNLOGGED TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- expect: the table is rewritten under an access exclusive lock
ALTER TABLE public.stock SET LOGGED;
