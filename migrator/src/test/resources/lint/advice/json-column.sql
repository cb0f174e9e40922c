-- context: CREATE TABLE event (id bigint PRIMARY KEY);
-- expect: json has no equality, so DISTINCT and GROUP BY fail; jsonb has
ALTER TABLE event ADD COLUMN body json;
