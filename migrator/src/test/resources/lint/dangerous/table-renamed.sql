-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- expect: the running version of the application still uses the old table name
ALTER TABLE contact RENAME TO person;
