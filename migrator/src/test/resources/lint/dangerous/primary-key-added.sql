-- context: CREATE TABLE tag_use (tag_id bigint NOT NULL, post_id bigint NOT NULL);
-- expect: ADD PRIMARY KEY builds an index under an access exclusive lock
alter table tag_use add primary key ( tag_id, post_id );
