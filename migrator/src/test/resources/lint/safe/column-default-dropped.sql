-- context: CREATE TABLE customer (id bigint PRIMARY KEY, tier text DEFAULT 'basic');
-- why safe: the word DROP drops only the default of a nullable column
ALTER TABLE customer ALTER COLUMN tier DROP DEFAULT;
