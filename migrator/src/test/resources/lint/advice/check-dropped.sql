-- context: CREATE TABLE customer (id bigint PRIMARY KEY, age integer CONSTRAINT customer_age_check CHECK (age >= 0));
-- expect: rows can now be written that nobody reckoned with
ALTER TABLE customer DROP CONSTRAINT customer_age_check;
