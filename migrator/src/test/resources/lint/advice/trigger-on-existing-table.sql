-- context: CREATE TABLE message (id bigint PRIMARY KEY, tenant text NOT NULL);
-- expect: every write now does more; the lock waits for all writers, and writers wait for it
CREATE TRIGGER message_same BEFORE UPDATE ON message
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
