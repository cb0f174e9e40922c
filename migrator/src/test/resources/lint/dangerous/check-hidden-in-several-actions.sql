-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric NOT NULL, title text);
-- expect: the third action adds a validated check, so the table is scanned under an access exclusive lock
ALTER TABLE ONLY public.product
    ALTER COLUMN title SET STATISTICS 200,
    ADD COLUMN weight numeric,
    ADD CONSTRAINT product_title_present CHECK (title <> ''),
    ALTER COLUMN price SET DEFAULT 0;
