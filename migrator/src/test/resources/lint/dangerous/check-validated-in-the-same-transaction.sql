-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric NOT NULL, title text);
-- expect: VALIDATE in the same transaction scans while the access exclusive lock of ADD CONSTRAINT is still held
-- We do it in two steps so that nothing is locked for long.
ALTER TABLE product ADD CONSTRAINT product_price_positive CHECK (price > 0) NOT VALID;
ALTER TABLE product VALIDATE CONSTRAINT product_price_positive;
