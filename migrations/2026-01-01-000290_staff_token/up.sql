CREATE TABLE staff_token (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    name text NOT NULL UNIQUE CHECK (name <> ''),
    expires date NOT NULL
);

COMMENT ON TABLE staff_token IS 'Secrets by which staff enter the staff pages';
COMMENT ON COLUMN staff_token.hash IS 'SHA-256 of the 256-bit secret; the secret itself is shown once and never kept';
COMMENT ON COLUMN staff_token.name IS 'Who bears it';
COMMENT ON COLUMN staff_token.expires IS 'Last day it is accepted';
