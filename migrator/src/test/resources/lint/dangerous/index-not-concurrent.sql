-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, placed_at timestamptz NOT NULL DEFAULT now());
-- expect: plain CREATE INDEX on an existing table holds off every write until it is built
-- The order history page filters by customer; see ticket SHOP-412.
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
