-- context: CREATE TYPE colour AS ENUM ('red', 'blue');
-- context: CREATE TABLE shirt (id bigint PRIMARY KEY, colour colour);
-- expect: CASCADE drops the column shirt.colour with its data
DROP TYPE colour CASCADE;
