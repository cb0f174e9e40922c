-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric NOT NULL);
-- why safe: NOT VALID checks new rows only; VALIDATE comes in a later file
ALTER TABLE product
    ADD CONSTRAINT product_price_positive CHECK (price > 0) NOT VALID;
