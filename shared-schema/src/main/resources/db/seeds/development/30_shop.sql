-- LAMP-DESK is sold out and has no orders, for those who try the two cases.
INSERT INTO inventory (sku, name, quantity, unit_price, created_at, updated_at) VALUES
  ('BOTTLE-STEEL', 'Steel bottle', 120, 29.99,
    '2026-01-20 08:00:00+00', '2026-01-20 08:00:00+00'),
  ('BACKPACK-20L', 'Backpack, 20 litres', 35, 49.99,
    '2026-01-20 08:00:00+00', '2026-01-20 08:00:00+00'),
  ('NOTEBOOK-A5', 'Notebook A5', 400, 7.50,
    '2026-01-20 08:00:00+00', '2026-01-20 08:00:00+00'),
  ('PEN-BLUE', 'Pen, blue', 2500, 1.20,
    '2026-01-20 08:00:00+00', '2026-01-20 08:00:00+00'),
  ('LAMP-DESK', 'Desk lamp', 0, 64.00,
    '2026-01-20 08:00:00+00', '2026-01-20 08:00:00+00')
ON CONFLICT DO NOTHING;

INSERT INTO orders (id, user_id, sku, quantity, total, status, created_at, updated_at) VALUES
  ('00000000-0000-4000-8000-000000000001', 'usr_alice00000000000', 'BOTTLE-STEEL', 1, 29.99,
    'completed', '2026-01-21 10:00:00+00', '2026-01-22 15:30:00+00'),
  ('00000000-0000-4000-8000-000000000002', 'usr_alice00000000000', 'BACKPACK-20L', 1, 49.99,
    'pending', '2026-01-28 17:45:00+00', '2026-01-28 17:45:00+00'),
  ('00000000-0000-4000-8000-000000000003', 'usr_bob0000000000000', 'NOTEBOOK-A5', 4, 30.00,
    'completed', '2026-01-22 09:10:00+00', '2026-01-23 11:00:00+00'),
  ('00000000-0000-4000-8000-000000000004', 'usr_elena00000000000', 'PEN-BLUE', 50, 60.00,
    'refunded', '2026-01-23 13:25:00+00', '2026-01-30 08:40:00+00'),
  ('00000000-0000-4000-8000-000000000005', 'usr_greta00000000000', 'BACKPACK-20L', 2, 99.98,
    'cancelled', '2026-01-26 19:05:00+00', '2026-01-26 19:20:00+00'),
  ('00000000-0000-4000-8000-000000000006', 'usr_hana000000000000', NULL, 1, 15.00,
    'pending', '2026-01-29 12:00:00+00', '2026-01-29 12:00:00+00')
ON CONFLICT DO NOTHING;
