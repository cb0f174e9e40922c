-- context: CREATE TABLE message (id bigint PRIMARY KEY, tenant text NOT NULL);
-- context: ALTER TABLE message ENABLE ROW LEVEL SECURITY;
-- expect: without security_invoker the view reads with its owner's rights, past the policies
CREATE VIEW message_list AS SELECT id, tenant FROM message;
