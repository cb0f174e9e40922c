-- context: CREATE TABLE parent (id bigint PRIMARY KEY);
-- context: CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint REFERENCES parent);
-- expect: session_replication_role = replica switches triggers and foreign keys off
SET session_replication_role = 'replica';
INSERT INTO child (id, parent_id) VALUES (1, 99);
SET session_replication_role = DEFAULT;
