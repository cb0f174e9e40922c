-- context: CREATE TABLE product (id bigint PRIMARY KEY, title varchar(20) NOT NULL);
-- context: CREATE INDEX product_title_idx ON product (title);
-- why safe: a wider varchar rewrites nothing and keeps its indexes (measured)
ALTER TABLE product ALTER COLUMN title TYPE character varying(200);
