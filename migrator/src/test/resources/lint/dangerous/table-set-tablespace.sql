-- context: CREATE TABLE stock (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- expect: the table is copied to the other tablespace under an access exclusive lock
ALTER TABLE stock SET TABLESPACE lint_fast_disk;
