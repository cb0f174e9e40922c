-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric NOT NULL);
-- context: ALTER TABLE product ADD CONSTRAINT product_price_positive CHECK (price > 0) NOT VALID;
-- why safe: VALIDATE scans, but reads and writes go on meanwhile
ALTER TABLE product VALIDATE CONSTRAINT product_price_positive;
