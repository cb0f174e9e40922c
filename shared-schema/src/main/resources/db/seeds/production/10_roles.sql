INSERT INTO roles (name, permissions) VALUES
  ('admin', '["read", "write", "delete", "manage_users", "manage_settings"]'),
  ('editor', '["read", "write"]'),
  ('viewer', '["read"]')
ON CONFLICT DO NOTHING;
