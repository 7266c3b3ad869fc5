CREATE TABLE known_device (
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    account integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    ends timestamptz NOT NULL,
    PRIMARY KEY (hash, account)
);

CREATE INDEX known_device_account_idx ON known_device (account);

COMMENT ON TABLE known_device IS 'Browsers in which somebody has signed in before: guesses made elsewhere do not slow them down';
COMMENT ON COLUMN known_device.hash IS 'SHA-256 of the 256-bit secret in the cookie; the secret itself is never kept';
COMMENT ON COLUMN known_device.account IS 'Who signed in';
COMMENT ON COLUMN known_device.ends IS 'When the browser is forgotten';
