-- context: CREATE TABLE customer (id bigint PRIMARY KEY, email text, name varchar(50), created_at timestamptz NOT NULL DEFAULT now());
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer (id), total numeric(10, 2));
-- expect: the index on orders blocks writes, in the middle of a long file of harmless statements
-- Release 4.2: loyalty programme.

-- 1. New table for points; empty, so indexes are free.
CREATE TABLE loyalty_account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id),
    points      bigint NOT NULL DEFAULT 0 CHECK (points >= 0),
    opened_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (customer_id)
);
CREATE INDEX loyalty_account_points_idx ON loyalty_account (points DESC);

-- 2. Longer names.
ALTER TABLE customer ALTER COLUMN name TYPE varchar(120);
ALTER TABLE customer ADD COLUMN loyalty_since timestamptz;

-- 3. The nightly job sums orders per customer.
CREATE INDEX orders_customer_id_total_idx ON orders (customer_id, total);

COMMENT ON TABLE loyalty_account IS 'One per customer; never DELETE, close it instead.';
