-- context: CREATE TABLE setting (key text PRIMARY KEY, value text NOT NULL);
-- why safe: DO UPDATE SET has no WHERE, but touches only the rows of the VALUES list
INSERT INTO setting (key, value)
VALUES ('theme', 'dark'), ('page_size', '50')
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
