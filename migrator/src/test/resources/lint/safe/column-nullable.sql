-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: a nullable column without default only writes the catalogue
ALTER TABLE customer ADD COLUMN IF NOT EXISTS tax_number text, ADD vat_rate numeric(4, 2);
