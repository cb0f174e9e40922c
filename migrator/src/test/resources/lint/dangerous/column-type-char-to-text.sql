-- context: CREATE TABLE country (code char(2) PRIMARY KEY, name text);
-- expect: char(n) to text strips blanks from every value and rewrites the table
ALTER TABLE country ALTER COLUMN code TYPE text;
