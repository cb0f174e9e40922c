-- context: CREATE TABLE price_list (id bigint PRIMARY KEY);
-- context: CREATE TABLE price_use (id bigint PRIMARY KEY, price_id bigint REFERENCES price_list);
-- expect: CASCADE empties the tables that refer to it too
TRUNCATE TABLE ONLY public.price_list RESTART IDENTITY CASCADE;
