-- context: CREATE TABLE message (id bigint PRIMARY KEY, tenant bigint NOT NULL, body text);
-- context: ALTER TABLE message ENABLE ROW LEVEL SECURITY;
-- expect: every role with SELECT sees the rows of all tenants
ALTER TABLE message DISABLE ROW LEVEL SECURITY;
