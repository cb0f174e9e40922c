-- context: CREATE SCHEMA archive;
-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- expect: SET SCHEMA takes the table out of the search path of the running application
ALTER TABLE contact SET SCHEMA archive;
