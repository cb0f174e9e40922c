-- context: CREATE TABLE contact (id bigint PRIMARY KEY, email text);
-- why safe: first step of a rename: a nullable column that follows the old one; the backfill comes in batches later
ALTER TABLE contact ADD COLUMN email_address text;

CREATE FUNCTION contact_follow_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.email_address IS NULL THEN
        NEW.email_address := NEW.email;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER contact_follow_email BEFORE INSERT OR UPDATE ON contact
    FOR EACH ROW EXECUTE FUNCTION contact_follow_email();
