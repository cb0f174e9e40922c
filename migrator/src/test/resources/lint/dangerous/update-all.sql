-- context: CREATE TABLE customer (id bigint PRIMARY KEY, tier text);
-- expect: UPDATE without WHERE rewrites every row in one transaction and keeps all of them locked
UPDATE customer SET tier = 'basic';
