-- context: CREATE TABLE booking (id bigint PRIMARY KEY, during tstzrange NOT NULL);
-- expect: ADD EXCLUDE builds an index under an access exclusive lock and cannot be done concurrently
ALTER TABLE booking
    ADD CONSTRAINT booking_no_overlap EXCLUDE USING gist (during WITH &&);
