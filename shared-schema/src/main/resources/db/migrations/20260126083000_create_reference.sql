CREATE TABLE roles (
  name text PRIMARY KEY,
  permissions jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER roles_touch_updated_at BEFORE UPDATE ON roles
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE roles IS 'Roles of the application and what they permit';
COMMENT ON COLUMN roles.name IS
  'A role of the application: neither one of PostgreSQL nor one of members';
COMMENT ON COLUMN roles.permissions IS
  'JSON that the application reads, such as ["read", "write"]';

CREATE TABLE settings (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER settings_touch_updated_at BEFORE UPDATE ON settings
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE settings IS 'Settings of the application that change while it runs';
COMMENT ON COLUMN settings.key IS 'Name in snake_case';
COMMENT ON COLUMN settings.value IS
  'Any JSON value, so that a flag is a flag and not the text of one';
