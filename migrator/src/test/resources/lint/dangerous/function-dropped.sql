-- context: CREATE FUNCTION discount(price numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT price * 0.9 $$;
-- expect: the running application still calls the function
DROP FUNCTION IF EXISTS public.discount(numeric);
