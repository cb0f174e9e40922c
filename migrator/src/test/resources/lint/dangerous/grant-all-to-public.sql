-- context: CREATE TABLE message (id bigint PRIMARY KEY, body text);
-- expect: every role of the server may read, change and empty the table
GRANT ALL PRIVILEGES ON TABLE message TO PUBLIC;
