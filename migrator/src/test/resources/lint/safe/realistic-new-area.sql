-- context: CREATE TABLE customer (id bigint PRIMARY KEY, email text, name varchar(50));
-- why safe: new tables with all their indexes, and catalogue-only changes to the old one
-- Release 4.2: loyalty programme. Nothing here needs a maintenance window.

-- 1. The tables. (DROP TABLE loyalty_account in the down script.)
CREATE TABLE loyalty_account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id),
    points      bigint NOT NULL DEFAULT 0 CHECK (points >= 0),
    opened_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (customer_id)
);
CREATE TABLE loyalty_booking (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES loyalty_account (id) ON DELETE CASCADE,
    points     bigint NOT NULL,
    reason     text   NOT NULL DEFAULT 'purchase; no DELETE'
);
CREATE INDEX loyalty_booking_account_id_idx ON loyalty_booking (account_id);

-- 2. Longer names, and since when somebody takes part.
ALTER TABLE customer
    ALTER COLUMN name TYPE varchar(120),
    ADD COLUMN loyalty_since timestamptz,
    ADD CONSTRAINT customer_email_at CHECK (position('@' IN email) > 1) NOT VALID;

COMMENT ON TABLE loyalty_booking IS 'Never UPDATE; book the opposite instead.';
