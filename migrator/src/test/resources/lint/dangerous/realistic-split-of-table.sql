-- context: CREATE TABLE customer (id bigint PRIMARY KEY, email text, street text, city text);
-- expect: the columns are dropped in the same release that copies them; the running version still reads them
CREATE TABLE customer_address (
    customer_id bigint PRIMARY KEY REFERENCES customer (id),
    street text,
    city text
);

INSERT INTO customer_address (customer_id, street, city)
SELECT id, street, city FROM customer WHERE street IS NOT NULL OR city IS NOT NULL;

ALTER TABLE customer
    DROP COLUMN street,
    DROP COLUMN city;
