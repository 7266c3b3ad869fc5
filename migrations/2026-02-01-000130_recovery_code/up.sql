CREATE TABLE recovery_code (
    account integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (account, hash)
);

COMMENT ON TABLE recovery_code IS 'Codes that replace the second factor once each; a used one is deleted';
COMMENT ON COLUMN recovery_code.account IS 'The account';
COMMENT ON COLUMN recovery_code.hash IS 'HMAC-SHA-256 of the code with a key that is not in the database';
