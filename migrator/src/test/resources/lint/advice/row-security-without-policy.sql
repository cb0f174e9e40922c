-- context: CREATE TABLE message (id bigint PRIMARY KEY, tenant text NOT NULL);
-- expect: without a policy every role but the owner sees no row from now on
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
