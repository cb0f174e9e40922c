CREATE TABLE organizations (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('org')
    CHECK (id ~ '^org_[a-z][a-z0-9]{15}$'),
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  logo text,
  metadata text,
  stripe_customer_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER organizations_touch_updated_at BEFORE UPDATE ON organizations
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE organizations IS 'Teams of users, and what they share';
COMMENT ON COLUMN organizations.slug IS 'The name in addresses';
COMMENT ON COLUMN organizations.logo IS 'Address of a picture';
COMMENT ON COLUMN organizations.metadata IS
  'Free text of the client, often JSON. Kept as it came, hence not jsonb';

CREATE TABLE members (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('mem')
    CHECK (id ~ '^mem_[a-z][a-z0-9]{15}$'),
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  organization_id text NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, organization_id)
);

CREATE INDEX members_user_id_idx ON members (user_id);
CREATE INDEX members_organization_id_idx ON members (organization_id);

CREATE TRIGGER members_touch_updated_at BEFORE UPDATE ON members
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE members IS 'Who belongs to which organization, and as what';
COMMENT ON COLUMN members.role IS
  'owner, admin or member: what the user may do in this organization';

CREATE TABLE invitations (
  id text PRIMARY KEY DEFAULT twinlane.prefixed_id('inv')
    CHECK (id ~ '^inv_[a-z][a-z0-9]{15}$'),
  email text NOT NULL,
  inviter_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  organization_id text NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  status text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'accepted', 'rejected', 'cancelled')),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  rejected_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, email),
  CONSTRAINT invitations_one_answer_check CHECK (accepted_at IS NULL OR rejected_at IS NULL)
);

CREATE INDEX invitations_email_idx ON invitations (email);
CREATE INDEX invitations_inviter_id_idx ON invitations (inviter_id);
CREATE INDEX invitations_organization_id_idx ON invitations (organization_id);

CREATE TRIGGER invitations_touch_updated_at BEFORE UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE invitations IS
  'Requests to join an organization, one for each address';
COMMENT ON COLUMN invitations.email IS 'Whom it asks, who need not be a user yet';
COMMENT ON COLUMN invitations.role IS 'What the invited becomes as a member';
COMMENT ON COLUMN invitations.status IS
  'pending, accepted, rejected or cancelled. There is no expired: expires_at says it';
