CREATE TABLE blind_traded (
    mark bytea PRIMARY KEY CHECK (octet_length(mark) = 32),
    wave integer NOT NULL REFERENCES wave (number)
);

COMMENT ON TABLE blind_traded IS 'Tickets of waves with blind tickets that were traded in; only so that asking again after a lost answer gets the same answer';
COMMENT ON COLUMN blind_traded.mark IS 'HMAC-SHA-256 of wave, unit, code and what the browser sent blinded, under a key that is not in the database; nobody but that browser can ask for it again';
COMMENT ON COLUMN blind_traded.wave IS 'The wave; emptied when it is closed';
