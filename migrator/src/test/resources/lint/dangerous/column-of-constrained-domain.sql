-- context: CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100);
-- context: CREATE TABLE coupon (id bigint PRIMARY KEY, code text);
-- expect: a column of a domain with a constraint rewrites the table, although it has no default
ALTER TABLE coupon ADD COLUMN discount percentage;
