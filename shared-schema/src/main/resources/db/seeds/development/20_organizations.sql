INSERT INTO organizations (id, name, slug, metadata, created_at, updated_at) VALUES
  ('org_acme000000000000', 'Acme', 'acme', '{"plan": "team"}',
    '2026-01-16 09:00:00+00', '2026-01-16 09:00:00+00'),
  ('org_globex0000000000', 'Globex', 'globex', NULL,
    '2026-01-19 09:00:00+00', '2026-01-19 09:00:00+00')
ON CONFLICT DO NOTHING;

-- Alice is in both, so that a query for one organization can be seen to leave out the other.
INSERT INTO members (id, user_id, organization_id, role, created_at, updated_at) VALUES
  ('mem_acmealice0000000', 'usr_alice00000000000', 'org_acme000000000000', 'owner',
    '2026-01-16 09:00:00+00', '2026-01-16 09:00:00+00'),
  ('mem_acmebob000000000', 'usr_bob0000000000000', 'org_acme000000000000', 'admin',
    '2026-01-16 09:30:00+00', '2026-01-16 09:30:00+00'),
  ('mem_acmecarol0000000', 'usr_carol00000000000', 'org_acme000000000000', 'member',
    '2026-01-16 10:00:00+00', '2026-01-16 10:00:00+00'),
  ('mem_acmedmitri000000', 'usr_dmitri0000000000', 'org_acme000000000000', 'member',
    '2026-01-16 10:30:00+00', '2026-01-16 10:30:00+00'),
  ('mem_globexelena00000', 'usr_elena00000000000', 'org_globex0000000000', 'owner',
    '2026-01-19 09:00:00+00', '2026-01-19 09:00:00+00'),
  ('mem_globexgreta00000', 'usr_greta00000000000', 'org_globex0000000000', 'admin',
    '2026-01-19 09:30:00+00', '2026-01-19 09:30:00+00'),
  ('mem_globexalice00000', 'usr_alice00000000000', 'org_globex0000000000', 'member',
    '2026-01-19 10:00:00+00', '2026-01-19 10:00:00+00')
ON CONFLICT DO NOTHING;
