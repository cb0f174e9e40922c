-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text, "Fax Number" text);
-- expect: the last action drops a column and its data
ALTER TABLE contact
    ADD COLUMN mobile text,
    ADD COLUMN messenger text,
    ALTER COLUMN email SET DEFAULT '',
    ALTER COLUMN email DROP DEFAULT,
    DROP IF EXISTS "Fax Number" CASCADE;
