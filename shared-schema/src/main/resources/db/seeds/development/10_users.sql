-- Times are fixed, so that every copy of this data sorts and reads alike. The ids spell the names
-- for the convenience of those who test by hand.
INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES
  ('usr_alice00000000000', 'Alice Moreau', 'alice@example.com', true,
    '2026-01-05 08:00:00+00', '2026-01-05 08:00:00+00'),
  ('usr_bob0000000000000', 'Bob Okafor', 'bob@example.com', true,
    '2026-01-05 09:30:00+00', '2026-01-05 09:30:00+00'),
  ('usr_carol00000000000', 'Carol Lindqvist', 'carol@example.com', false,
    '2026-01-06 11:15:00+00', '2026-01-06 11:15:00+00'),
  ('usr_dmitri0000000000', 'Dmitri Sato', 'dmitri@example.com', true,
    '2026-01-07 14:45:00+00', '2026-01-07 14:45:00+00'),
  ('usr_elena00000000000', 'Elena Duarte', 'elena@example.com', true,
    '2026-01-08 07:20:00+00', '2026-01-08 07:20:00+00'),
  ('usr_farid00000000000', 'Farid Nasser', 'farid@example.com', false,
    '2026-01-09 16:05:00+00', '2026-01-09 16:05:00+00'),
  ('usr_greta00000000000', 'Greta Vogel', 'greta@example.com', true,
    '2026-01-12 10:10:00+00', '2026-01-12 10:10:00+00'),
  ('usr_hana000000000000', 'Hana Kimura', 'hana@example.com', true,
    '2026-01-13 12:40:00+00', '2026-01-13 12:40:00+00'),
  ('usr_isaac00000000000', 'Isaac O''Brien', 'isaac@example.com', false,
    '2026-01-14 18:25:00+00', '2026-01-14 18:25:00+00'),
  ('usr_jana000000000000', 'Jana Żak', 'jana@example.com', true,
    '2026-01-15 13:55:00+00', '2026-01-15 13:55:00+00')
ON CONFLICT DO NOTHING;
