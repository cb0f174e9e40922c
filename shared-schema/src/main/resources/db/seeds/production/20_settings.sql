-- What an operator changed since stays: an existing key is left alone.
INSERT INTO settings (key, value) VALUES
  ('site_name', '"Twinlane"'),
  ('maintenance_mode', 'false')
ON CONFLICT DO NOTHING;
