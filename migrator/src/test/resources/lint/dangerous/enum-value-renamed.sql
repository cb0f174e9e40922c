-- context: CREATE TYPE order_state AS ENUM ('new', 'paid', 'sent');
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, state order_state NOT NULL DEFAULT 'new');
-- expect: the running application still writes the old value, which is now refused
ALTER TYPE order_state RENAME VALUE 'sent' TO 'shipped';
