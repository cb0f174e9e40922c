-- context: CREATE TABLE wallet (id bigint PRIMARY KEY, amount numeric NOT NULL DEFAULT 0);
-- expect: COMMIT ends the migration's transaction, so a later failure leaves the file half applied
ALTER TABLE wallet ADD COLUMN currency text;
COMMIT;
ALTER TABLE wallet ADD COLUMN opened_at timestamptz;
