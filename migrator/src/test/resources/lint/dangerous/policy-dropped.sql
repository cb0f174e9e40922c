-- context: CREATE TABLE note (id bigint PRIMARY KEY, tenant bigint NOT NULL);
-- context: ALTER TABLE note ENABLE ROW LEVEL SECURITY;
-- context: CREATE POLICY note_tenant ON note AS RESTRICTIVE USING (tenant = 1);
-- expect: without the restrictive policy, other tenants' rows are visible through the permissive ones
DROP POLICY IF EXISTS note_tenant ON note;
