-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);
-- expect: validation runs while the locks of ADD CONSTRAINT block writes to both tables
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customer NOT VALID;
COMMENT ON CONSTRAINT orders_customer_fk ON orders IS 'Every order has a customer.';
ALTER TABLE IF EXISTS orders VALIDATE CONSTRAINT orders_customer_fk;
