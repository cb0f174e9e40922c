-- context: CREATE TABLE contact (id bigint PRIMARY KEY, "eMail" text);
-- expect: RENAME without the word COLUMN renames a column in use
Alter Table If Exists Only public.contact Rename "eMail" To email;
