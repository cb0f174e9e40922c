-- context: CREATE TABLE product (id bigint PRIMARY KEY, title text);
-- why safe: catalogue only
ALTER TABLE product ALTER COLUMN title SET STATISTICS 500, ALTER COLUMN title SET STORAGE EXTERNAL;
ALTER TABLE product SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
