-- context: CREATE TABLE price_list (id bigint PRIMARY KEY, price numeric);
-- expect: every row is lost, under an access exclusive lock
-- Prices are loaded again by the next import.
TRUNCATE price_list;
