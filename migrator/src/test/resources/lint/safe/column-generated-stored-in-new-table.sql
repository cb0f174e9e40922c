-- why safe: the table is new
CREATE TABLE line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    amount numeric NOT NULL,
    price numeric NOT NULL,
    total numeric GENERATED ALWAYS AS (amount * price) STORED,
    token uuid NOT NULL DEFAULT gen_random_uuid()
);
ALTER TABLE line ADD COLUMN seen_at timestamptz DEFAULT clock_timestamp();
