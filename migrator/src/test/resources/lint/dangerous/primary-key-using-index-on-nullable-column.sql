-- context: CREATE TABLE legacy_user (id bigint, name text);
-- context: CREATE UNIQUE INDEX legacy_user_id_idx ON legacy_user (id);
-- expect: id is nullable, so PRIMARY KEY USING INDEX scans the table to set it NOT NULL under an access exclusive lock
ALTER TABLE legacy_user ADD CONSTRAINT legacy_user_pkey PRIMARY KEY USING INDEX legacy_user_id_idx;
