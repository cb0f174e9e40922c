-- context: CREATE TABLE customer (id bigint PRIMARY KEY, public_id uuid);
-- why safe: SET DEFAULT concerns later rows only, however volatile it is
ALTER TABLE customer ALTER COLUMN public_id SET DEFAULT gen_random_uuid();
