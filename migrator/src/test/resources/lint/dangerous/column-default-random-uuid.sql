-- context: CREATE TABLE customer (id bigint PRIMARY KEY, country text);
-- expect: a volatile default rewrites the whole table under an access exclusive lock
ALTER TABLE customer ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();
