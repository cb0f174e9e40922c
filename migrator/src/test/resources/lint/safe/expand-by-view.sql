-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- why safe: the new name is a view beside the old table, which stays
CREATE VIEW person WITH (security_invoker = true) AS SELECT id, email AS email_address FROM contact;
