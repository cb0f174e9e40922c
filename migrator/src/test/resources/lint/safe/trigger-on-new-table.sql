-- why safe: function, table and trigger are new
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TABLE draft (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, changed_at timestamptz);
CREATE TRIGGER draft_touch BEFORE UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION touch();
