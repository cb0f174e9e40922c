-- context: CREATE TABLE audit_entry (id bigint PRIMARY KEY, actor text, happened_at timestamptz NOT NULL DEFAULT now());
-- expect: IF NOT EXISTS does not make the table new; the index is built on the existing table and blocks writes
CREATE TABLE IF NOT EXISTS audit_entry (
    id bigint PRIMARY KEY,
    actor text,
    happened_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX audit_entry_actor_idx ON audit_entry (actor);
