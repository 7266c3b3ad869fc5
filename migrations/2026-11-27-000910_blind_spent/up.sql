CREATE TABLE blind_spent (
    nonce bytea PRIMARY KEY CHECK (octet_length(nonce) = 32),
    wave integer NOT NULL REFERENCES wave (number)
);

COMMENT ON TABLE blind_spent IS 'Tokens of blind tickets that have let a response in, so that none does twice';
COMMENT ON COLUMN blind_spent.nonce IS 'SHA-256 of the number the browser made; whoever issued the token has never seen that number';
COMMENT ON COLUMN blind_spent.wave IS 'The wave; emptied when it is closed';
