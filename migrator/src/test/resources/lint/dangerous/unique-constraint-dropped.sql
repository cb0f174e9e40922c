-- context: CREATE TABLE account (id bigint PRIMARY KEY, login text CONSTRAINT account_login_key UNIQUE);
-- expect: duplicates can now be written and every ON CONFLICT (login) of the running application fails
ALTER TABLE account DROP CONSTRAINT IF EXISTS account_login_key;
