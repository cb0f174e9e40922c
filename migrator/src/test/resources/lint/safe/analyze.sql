-- context: CREATE TABLE click (id bigint PRIMARY KEY, page text);
-- why safe: ANALYZE runs beside readers and writers
ANALYZE click (page);
