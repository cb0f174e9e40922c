-- context: CREATE TABLE outbox (id bigint PRIMARY KEY, sent_at timestamptz);
-- why safe: the function is only made; its body is not run
CREATE OR REPLACE FUNCTION purge_outbox() RETURNS void
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    TRUNCATE public.outbox;
    DELETE FROM public.outbox;
    UPDATE public.outbox SET sent_at = NULL;
    EXECUTE 'DROP TABLE public.outbox';
END
$$;
REVOKE EXECUTE ON FUNCTION purge_outbox() FROM PUBLIC;
