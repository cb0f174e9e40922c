-- context: CREATE TABLE product (id bigint PRIMARY KEY, title varchar(20) NOT NULL);
-- context: ALTER TABLE product ADD CONSTRAINT product_title_present CHECK (title <> '');
-- expect: no rewrite, but the check on the column is verified again on every row under an access exclusive lock
ALTER TABLE product ALTER COLUMN title TYPE varchar(40);
