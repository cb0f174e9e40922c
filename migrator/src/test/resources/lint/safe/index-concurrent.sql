-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);
-- why safe: built concurrently and alone in its file
-- The order history page filters by customer; see ticket SHOP-412.
CREATE INDEX CONCURRENTLY orders_customer_id_idx ON orders (customer_id);
