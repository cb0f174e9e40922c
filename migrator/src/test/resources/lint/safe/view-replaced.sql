-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text, phone text);
-- context: CREATE VIEW contact_list AS SELECT id, email FROM contact;
-- why safe: a column at the end changes nothing for those who read the others
CREATE OR REPLACE VIEW contact_list AS SELECT id, email, phone FROM contact;
