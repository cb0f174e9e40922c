-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- expect: the running version of the application still uses the old column name
ALTER TABLE contact RENAME COLUMN email TO email_address;
