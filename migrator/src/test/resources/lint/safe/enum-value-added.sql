-- context: CREATE TYPE order_state AS ENUM ('new', 'paid', 'sent');
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, state order_state NOT NULL DEFAULT 'new');
-- why safe: adds a row to the catalogue, and stands alone in its file
ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'returned' AFTER 'sent';
