-- context: CREATE TABLE account (id bigint PRIMARY KEY, login text NOT NULL);
-- context: CREATE UNIQUE INDEX account_login_key ON account (login);
-- why safe: the index is already there
ALTER TABLE account ADD CONSTRAINT account_login_key UNIQUE USING INDEX account_login_key;
