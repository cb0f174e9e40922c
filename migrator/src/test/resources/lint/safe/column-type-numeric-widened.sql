-- context: CREATE TABLE payment (id bigint PRIMARY KEY, amount numeric(10, 2) NOT NULL, fee numeric(6, 2));
-- why safe: more digits with the same scale, or no limit at all, rewrite nothing (measured)
ALTER TABLE payment
    ALTER COLUMN amount TYPE numeric(14, 2),
    ALTER COLUMN fee TYPE numeric;
