CREATE TABLE ticket_unspent (
    mac bytea PRIMARY KEY CHECK (octet_length(mac) = 32),
    wave integer NOT NULL REFERENCES wave (number)
);

COMMENT ON TABLE ticket_unspent IS 'Tickets nobody has used yet; one that is used goes away together with the arrival of the response and leaves nothing behind';
COMMENT ON COLUMN ticket_unspent.mac IS 'HMAC-SHA-256 of wave, unit and code under a key that is not in the database; the code itself is kept nowhere';
COMMENT ON COLUMN ticket_unspent.wave IS 'The wave; with it go the tickets that are left';
