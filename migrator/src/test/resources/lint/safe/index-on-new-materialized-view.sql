-- context: CREATE TABLE sale (id bigint PRIMARY KEY, day date);
-- why safe: the materialized view is made in the same file, so nobody reads it yet
CREATE MATERIALIZED VIEW sale_per_day AS SELECT day, count(*) AS sales FROM sale GROUP BY day WITH NO DATA;
CREATE UNIQUE INDEX sale_per_day_day_idx ON sale_per_day (day);
