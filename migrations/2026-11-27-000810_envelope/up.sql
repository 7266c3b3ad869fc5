-- As the table response: no time, no sequence, the unit first in the key, no foreign key.
CREATE TABLE envelope (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    key text NOT NULL,
    enc bytea NOT NULL CHECK (octet_length(enc) = 32),
    sealed bytea NOT NULL CHECK (octet_length(sealed) > 16),
    channel text CHECK (channel IN ('kiosk', 'own')),
    PRIMARY KEY (unit_id, id)
);

COMMENT ON TABLE envelope IS 'Pools of waves with envelopes: encrypted responses that wait to be sealed; emptied by sealing';
COMMENT ON COLUMN envelope.unit_id IS 'Unit whose pool it is';
COMMENT ON COLUMN envelope.id IS 'Random id made by the sender, so that sending again changes nothing; dropped at sealing';
COMMENT ON COLUMN envelope.wave IS 'The wave';
COMMENT ON COLUMN envelope.key IS 'Name of the key it is encrypted to';
COMMENT ON COLUMN envelope.enc IS 'Encapsulated key of HPKE (RFC 9180)';
COMMENT ON COLUMN envelope.sealed IS 'Encrypted answers, padded to whole kibibytes so that their length tells nothing, with the tag that binds them to wave, unit, instrument, key and id';
COMMENT ON COLUMN envelope.channel IS 'kiosk: at a device of the desk; own: on a device of the citizen; kept only for a wave with the breakdown channel, else null; dropped at sealing';

-- As response_kept and response_take_back: whoever inserts envelopes needs neither to read nor to delete any.
CREATE FUNCTION envelope_kept(units integer[], ids uuid[], given bytea[])
    RETURNS TABLE (unit_id integer, id uuid, wave integer, own boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT e.unit_id, e.id, e.wave, e.xmin = pg_current_xact_id()::xid
    FROM unnest(units, ids, given) AS k (unit_id, id, answers)
    JOIN envelope e ON e.unit_id = k.unit_id AND e.id = k.id
$$;

CREATE FUNCTION envelope_take_back(unit integer, envelope_id uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DELETE FROM envelope e
    WHERE e.unit_id = unit AND e.id = envelope_id AND e.xmin = pg_current_xact_id()::xid
$$;

COMMENT ON FUNCTION envelope_kept IS 'Which of these envelopes are kept';
COMMENT ON FUNCTION envelope_take_back IS 'Takes an envelope back that this very transaction has inserted';
