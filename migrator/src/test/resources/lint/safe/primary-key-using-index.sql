-- context: CREATE TABLE tag_use (tag_id bigint NOT NULL, post_id bigint NOT NULL);
-- context: CREATE UNIQUE INDEX tag_use_pkey ON tag_use (tag_id, post_id);
-- why safe: the index is already there and its columns are NOT NULL already
ALTER TABLE tag_use ADD CONSTRAINT tag_use_pkey PRIMARY KEY USING INDEX tag_use_pkey;
