-- context: CREATE TABLE warehouse (id bigint PRIMARY KEY);
-- context: CREATE TABLE parcel (id bigint PRIMARY KEY);
-- context: INSERT INTO warehouse VALUES (1);
-- expect: with a default every row is checked against the other table while both are locked
ALTER TABLE parcel ADD COLUMN warehouse_id bigint DEFAULT 1 REFERENCES warehouse (id);
