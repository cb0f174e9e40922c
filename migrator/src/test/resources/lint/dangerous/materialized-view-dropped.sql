-- context: CREATE TABLE sale (id bigint PRIMARY KEY, day date);
-- context: CREATE MATERIALIZED VIEW sale_per_day AS SELECT day, count(*) FROM sale GROUP BY day;
-- expect: the running application still reads the view
drop materialized view sale_per_day;
