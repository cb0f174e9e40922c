-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);
-- context: ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customer NOT VALID;
-- why safe: validation blocks neither readers nor writers of either table
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;
