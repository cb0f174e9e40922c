-- What is over may go: maintenance purge-expired looks for this mark.
COMMENT ON COLUMN sessions.expires_at IS '@expires: a session that is over is deleted';
COMMENT ON COLUMN verifications.expires_at IS '@expires: a code that is too old is deleted';
