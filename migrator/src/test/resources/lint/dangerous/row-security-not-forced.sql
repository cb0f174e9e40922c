-- context: CREATE TABLE message (id bigint PRIMARY KEY, tenant bigint NOT NULL, body text);
-- context: ALTER TABLE message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- expect: the owner sees and changes the rows of all tenants again
ALTER TABLE message ADD COLUMN read_at timestamptz, NO FORCE ROW LEVEL SECURITY;
