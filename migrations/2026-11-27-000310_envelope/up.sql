-- As the table response: no time, no sequence, the unit first in the key, no foreign key.
CREATE TABLE envelope (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    key text NOT NULL,
    enc bytea NOT NULL CHECK (octet_length(enc) = 32),
    sealed bytea NOT NULL CHECK (octet_length(sealed) > 16),
    PRIMARY KEY (unit_id, id)
);

COMMENT ON TABLE envelope IS 'Pools of waves with envelopes: encrypted responses that wait to be sealed; emptied by sealing';
COMMENT ON COLUMN envelope.unit_id IS 'Unit whose pool it is';
COMMENT ON COLUMN envelope.id IS 'Random id made by the sender, so that sending again changes nothing; dropped at sealing';
COMMENT ON COLUMN envelope.wave IS 'The wave';
COMMENT ON COLUMN envelope.key IS 'Name of the key it is encrypted to';
COMMENT ON COLUMN envelope.enc IS 'Encapsulated key of HPKE (RFC 9180)';
COMMENT ON COLUMN envelope.sealed IS 'Encrypted answers, padded to whole kibibytes so that their length tells nothing, with the tag that binds them to wave, unit, instrument, key and id';
