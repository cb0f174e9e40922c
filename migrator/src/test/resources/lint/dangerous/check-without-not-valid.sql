-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric NOT NULL, title text);
-- expect: ADD CONSTRAINT CHECK scans the whole table under an access exclusive lock
ALTER TABLE product ADD CONSTRAINT product_price_positive CHECK (price > 0);
