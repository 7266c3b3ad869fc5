CREATE TABLE wave_key (
    wave integer PRIMARY KEY REFERENCES wave (number),
    key text NOT NULL CHECK (key ~ '^[0-9a-f]{16}$'),
    public bytea NOT NULL CHECK (octet_length(public) = 32),
    destroyed boolean NOT NULL DEFAULT false
);

COMMENT ON TABLE wave_key IS 'The key to which answers of a wave with envelopes are encrypted; the private half is never in the database';
COMMENT ON COLUMN wave_key.wave IS 'The wave';
COMMENT ON COLUMN wave_key.key IS 'Name of the key: the first 16 hexadecimal digits of SHA-256 of its public half';
COMMENT ON COLUMN wave_key.public IS 'Public half, X25519 (RFC 7748)';
COMMENT ON COLUMN wave_key.destroyed IS 'Whether the private half is gone for good: the wave is finished, or it was lost';
