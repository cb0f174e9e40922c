-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text, fax text);
-- expect: the data of the column is lost and the running application may still read it
-- Nobody has a fax any more.
ALTER TABLE contact DROP COLUMN fax;
