-- context: CREATE TABLE sale (id bigint PRIMARY KEY, day date);
-- context: CREATE VIEW sale_today AS SELECT * FROM sale WHERE day = current_date;
-- expect: the running application still reads the view
DROP VIEW IF EXISTS sale_today;
