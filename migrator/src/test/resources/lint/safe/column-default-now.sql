-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: now() is stable, so its value is stored once and nothing is rewritten, NOT NULL or not
ALTER TABLE customer
    ADD COLUMN imported_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN touched_at timestamptz DEFAULT CURRENT_TIMESTAMP;
