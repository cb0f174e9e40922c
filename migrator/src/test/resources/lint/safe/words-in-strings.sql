-- context: CREATE TABLE help_text (id bigint PRIMARY KEY, body text);
-- why safe: the dangerous words are in strings only
INSERT INTO help_text (id, body) VALUES
    (1, 'To start again: DROP TABLE customer; TRUNCATE orders;'),
    (2, E'Don\'t; DELETE FROM orders;'),
    (3, $$ALTER TABLE orders DROP COLUMN total;$$),
    (4, 'it''s; VACUUM FULL orders;')
ON CONFLICT DO NOTHING;
COMMENT ON TABLE help_text IS 'GRANT ALL ON ALL TABLES TO PUBLIC; DISABLE ROW LEVEL SECURITY';
