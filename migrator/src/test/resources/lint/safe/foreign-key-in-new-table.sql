-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: the new table is empty; the lock on customer is held for a moment
CREATE TABLE complaint (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    text text NOT NULL CHECK (text <> '')
);
CREATE INDEX complaint_customer_id_idx ON complaint (customer_id);
