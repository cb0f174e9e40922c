-- context: CREATE TABLE customer (id bigint PRIMARY KEY, name text);
-- expect: the name is cut to 63 bytes without an error
ALTER TABLE customer ADD CONSTRAINT customer_name_must_be_present_and_must_not_begin_or_end_with_a_blank CHECK (name = trim(name)) NOT VALID;
