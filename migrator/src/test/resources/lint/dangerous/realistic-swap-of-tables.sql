-- context: CREATE TABLE event (id bigint PRIMARY KEY, body text);
-- expect: the rows that are written between the copy and the swap are lost with the old table
CREATE TABLE event_new (LIKE event INCLUDING ALL);
INSERT INTO event_new SELECT * FROM event;
ALTER TABLE event RENAME TO event_old;
ALTER TABLE event_new RENAME TO event;
DROP TABLE event_old;
