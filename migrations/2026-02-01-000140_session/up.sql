CREATE TABLE session (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    account integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    stage text NOT NULL CHECK (stage IN ('code', 'full')),
    begun timestamptz NOT NULL,
    seen timestamptz NOT NULL,
    ends timestamptz NOT NULL
);

CREATE INDEX session_account_idx ON session (account);
CREATE INDEX session_ends_idx ON session (ends);

COMMENT ON TABLE session IS 'Sign-ins of staff that have not ended';
COMMENT ON COLUMN session.hash IS 'SHA-256 of the 256-bit secret in the cookie; the secret itself is never kept';
COMMENT ON COLUMN session.account IS 'Who signed in';
COMMENT ON COLUMN session.stage IS 'code: the password was right, the second factor is awaited; full: signed in';
COMMENT ON COLUMN session.begun IS 'When it began';
COMMENT ON COLUMN session.seen IS 'When it was last used, to the minute';
COMMENT ON COLUMN session.ends IS 'When it ends at the latest';
