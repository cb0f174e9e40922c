CREATE TABLE inventory (
  sku text PRIMARY KEY,
  name text NOT NULL,
  quantity integer NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  -- The upper bound keeps out NaN, which PostgreSQL sorts above every number.
  unit_price numeric(10,2) NOT NULL CHECK (unit_price >= 0 AND unit_price <= 99999999.99),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER inventory_touch_updated_at BEFORE UPDATE ON inventory
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE inventory IS 'Articles, how many are in stock and what one costs';
COMMENT ON COLUMN inventory.sku IS 'Stock keeping unit, the number of the article';
COMMENT ON COLUMN inventory.quantity IS
  'In stock, never below 0: taking too many fails, and with it the transaction of the order';
COMMENT ON COLUMN inventory.unit_price IS 'Money: keep it out of floating point numbers';

CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  -- An article that was ordered can be renamed, not removed.
  sku text REFERENCES inventory (sku) ON UPDATE CASCADE,
  quantity integer NOT NULL DEFAULT 1 CHECK (quantity > 0),
  total numeric(10,2) NOT NULL CHECK (total >= 0 AND total <= 99999999.99),
  status text NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'completed', 'cancelled', 'refunded')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX orders_user_id_idx ON orders (user_id);
CREATE INDEX orders_sku_idx ON orders (sku);
CREATE INDEX orders_status_idx ON orders (status);

CREATE TRIGGER orders_touch_updated_at BEFORE UPDATE ON orders
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE orders IS 'What users bought';
COMMENT ON COLUMN orders.sku IS
  'The article, or none where the order is for something not in stock';
COMMENT ON COLUMN orders.quantity IS 'How many of the article';
COMMENT ON COLUMN orders.total IS
  'Money: keep it out of floating point numbers. Fixed when the order is made, as prices change';
COMMENT ON COLUMN orders.status IS 'pending, completed, cancelled or refunded';
