-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- expect: USING with an expression rewrites the table and changes the data, although the type stays
ALTER TABLE contact ALTER COLUMN email TYPE text USING lower(trim(email));
