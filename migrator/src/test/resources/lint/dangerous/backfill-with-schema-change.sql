-- context: CREATE TABLE customer (id bigint PRIMARY KEY, first_name text, last_name text);
-- expect: the UPDATE of all rows runs while ALTER TABLE's access exclusive lock is held until commit
ALTER TABLE customer ADD COLUMN full_name text;

UPDATE customer
   SET full_name = concat_ws(' ', first_name, last_name)
 WHERE full_name IS NULL;
