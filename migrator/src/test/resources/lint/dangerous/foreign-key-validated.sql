-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);
-- expect: ADD FOREIGN KEY checks every row while writes to both tables are blocked
ALTER TABLE orders
    ADD CONSTRAINT orders_customer_fk
    FOREIGN KEY (customer_id) REFERENCES customer (id)
    ON DELETE CASCADE;
