-- context: CREATE TABLE sale (id bigint PRIMARY KEY, day date);
-- context: CREATE MATERIALIZED VIEW sale_per_day AS SELECT day, count(*) FROM sale GROUP BY day;
-- context: CREATE UNIQUE INDEX sale_per_day_day_idx ON sale_per_day (day);
-- why safe: readers go on while it is refreshed
REFRESH MATERIALIZED VIEW CONCURRENTLY sale_per_day;
