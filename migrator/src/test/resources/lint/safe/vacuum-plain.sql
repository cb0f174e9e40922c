-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text);
-- why safe: VACUUM without FULL runs beside readers and writers
VACUUM (ANALYZE, FULL false) click;
