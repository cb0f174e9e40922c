-- context: CREATE TABLE setting (key text PRIMARY KEY, value text NOT NULL);
-- why safe: the WHERE joins to two rows by key
UPDATE setting AS s
   SET value = v.value
  FROM (VALUES ('theme', 'light'), ('page_size', '20')) AS v (key, value)
 WHERE s.key = v.key;
