-- context: CREATE SCHEMA billing;
-- context: CREATE TABLE billing.invoice (id bigint PRIMARY KEY);
-- expect: every query that names the schema breaks at once
ALTER SCHEMA billing RENAME TO finance;
