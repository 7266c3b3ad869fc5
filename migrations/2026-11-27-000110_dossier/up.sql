CREATE TABLE dossier (
    wave integer NOT NULL REFERENCES wave (number),
    unit_id integer NOT NULL REFERENCES unit (id),
    closed bigint NOT NULL CHECK (closed >= 0),
    PRIMARY KEY (wave, unit_id)
);

COMMENT ON TABLE dossier IS 'Dossiers that desks have closed in the period of a wave: how many people could have answered';
COMMENT ON COLUMN dossier.wave IS 'The wave';
COMMENT ON COLUMN dossier.unit_id IS 'A unit that takes part in the wave';
COMMENT ON COLUMN dossier.closed IS 'How many it closed; a later import may replace it';
