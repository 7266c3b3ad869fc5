CREATE TABLE account_link (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    account integer NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
    ends timestamptz NOT NULL
);

COMMENT ON TABLE account_link IS 'Links by which the owner of an account chooses a password, good for one time; one per account';
COMMENT ON COLUMN account_link.hash IS 'SHA-256 of the 256-bit secret in the link; the secret itself is shown once and never kept';
COMMENT ON COLUMN account_link.account IS 'The account';
COMMENT ON COLUMN account_link.ends IS 'When the link becomes worthless';
