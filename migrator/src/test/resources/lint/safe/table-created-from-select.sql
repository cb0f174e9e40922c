-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- why safe: reads the old table like any query, and the index is on the new one
CREATE TABLE stock_snapshot AS SELECT id, amount FROM stock WHERE amount > 0;
CREATE UNIQUE INDEX stock_snapshot_id_idx ON stock_snapshot (id);
