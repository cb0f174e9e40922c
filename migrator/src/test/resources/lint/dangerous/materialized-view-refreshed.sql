-- context: CREATE TABLE sale (id bigint PRIMARY KEY, day date);
-- context: CREATE MATERIALIZED VIEW sale_per_day AS SELECT day, count(*) FROM sale GROUP BY day;
-- expect: REFRESH without CONCURRENTLY blocks every reader of the view while it is computed
REFRESH MATERIALIZED VIEW sale_per_day;
