-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- context: CREATE VIEW contact_list AS SELECT id FROM contact;
-- expect: the running application still reads the old view name
ALTER VIEW contact_list RENAME TO contacts;
