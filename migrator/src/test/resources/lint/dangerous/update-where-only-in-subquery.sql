-- context: CREATE TABLE customer (id bigint PRIMARY KEY, orders bigint);
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);
-- expect: the WHERE belongs to the subquery; the UPDATE itself rewrites every row
UPDATE customer
SET orders = (SELECT count(*) FROM orders WHERE orders.customer_id = customer.id);
