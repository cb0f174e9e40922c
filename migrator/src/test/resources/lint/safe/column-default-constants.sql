-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: constant defaults are stored once
ALTER TABLE customer ADD COLUMN tier text NOT NULL DEFAULT 'basic';
ALTER TABLE customer ADD COLUMN points bigint NOT NULL DEFAULT 100 * 2;
ALTER TABLE customer ADD COLUMN settings jsonb NOT NULL DEFAULT '{}'::jsonb;
ALTER TABLE customer ADD COLUMN tags text[] NOT NULL DEFAULT ARRAY[]::text[];
