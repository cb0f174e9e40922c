-- context: CREATE TABLE warehouse (id bigint PRIMARY KEY);
-- context: CREATE TABLE parcel (id bigint PRIMARY KEY);
-- why safe: PostgreSQL knows that every value is null and checks no row (measured on 15 and 18)
ALTER TABLE parcel ADD COLUMN warehouse_id bigint REFERENCES warehouse (id);
