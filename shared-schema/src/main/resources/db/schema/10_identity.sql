CREATE TABLE users (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('usr')
    CHECK (id ~ '^usr_[a-z][a-z0-9]{15}$'),
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  is_anonymous boolean NOT NULL DEFAULT false,
  stripe_customer_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER users_touch_updated_at BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE users IS 'People who can sign in';
COMMENT ON COLUMN users.id IS 'Opaque to clients';
COMMENT ON COLUMN users.email IS 'Unique as it is written: clients store it in lower case';
COMMENT ON COLUMN users.image IS 'Address of a picture';
COMMENT ON COLUMN users.is_anonymous IS 'A guest, whose email is a placeholder';

CREATE TABLE sessions (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('ses')
    CHECK (id ~ '^ses_[a-z][a-z0-9]{15}$'),
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  active_organization_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_active_organization_id_idx ON sessions (active_organization_id);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

CREATE TRIGGER sessions_touch_updated_at BEFORE UPDATE ON sessions
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE sessions IS 'Sign-ins that have not ended';
COMMENT ON COLUMN sessions.token IS '@private: who holds it is the user';
COMMENT ON COLUMN sessions.expires_at IS '@expires: a session that is over is deleted';
COMMENT ON COLUMN sessions.active_organization_id IS
  'The organization the user looks at. No foreign key: a session outlives the organization, and '
  'the reader treats an unknown id as none';

CREATE TABLE identities (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('idn')
    CHECK (id ~ '^idn_[a-z][a-z0-9]{15}$'),
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  provider_id text NOT NULL,
  account_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT identities_provider_account_unique UNIQUE (provider_id, account_id)
);

CREATE INDEX identities_user_id_idx ON identities (user_id);

CREATE TRIGGER identities_touch_updated_at BEFORE UPDATE ON identities
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE identities IS 'Ways in which a user signs in: a password or an outside provider';
COMMENT ON COLUMN identities.provider_id IS
  'Who vouches for the user, such as credential or google';
COMMENT ON COLUMN identities.account_id IS 'Id of the user at the provider';
COMMENT ON COLUMN identities.access_token IS '@private: secret';
COMMENT ON COLUMN identities.refresh_token IS '@private: secret';
COMMENT ON COLUMN identities.id_token IS '@private: secret';
COMMENT ON COLUMN identities.scope IS 'What the provider granted, separated by spaces';
COMMENT ON COLUMN identities.password_hash IS
  '@private: the salted hash of the password, only where the provider is credential';

CREATE TABLE verifications (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('vfy')
    CHECK (id ~ '^vfy_[a-z][a-z0-9]{15}$'),
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (identifier, value)
);

CREATE INDEX verifications_identifier_idx ON verifications (identifier);
CREATE INDEX verifications_value_idx ON verifications (value);
CREATE INDEX verifications_expires_at_idx ON verifications (expires_at);

CREATE TRIGGER verifications_touch_updated_at BEFORE UPDATE ON verifications
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE verifications IS 'Codes sent out to prove an address, waiting to come back';
COMMENT ON COLUMN verifications.identifier IS 'What is to be proved, such as an email address';
COMMENT ON COLUMN verifications.value IS '@private: the code';
COMMENT ON COLUMN verifications.expires_at IS '@expires: a code that is too old is deleted';
