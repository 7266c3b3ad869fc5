-- A category may be of a single person: as little is shown of this table as of batch_part.
CREATE TABLE batch_calibration (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    batch integer NOT NULL CHECK (batch > 0),
    raked_at integer NOT NULL,
    raked bigint[] NOT NULL,
    base bigint[] NOT NULL,
    PRIMARY KEY (unit_id, wave, batch, raked_at),
    FOREIGN KEY (unit_id, wave, batch) REFERENCES batch (unit_id, wave, seq) ON DELETE CASCADE,
    FOREIGN KEY (wave, raked_at) REFERENCES raking (wave, unit_id)
);

COMMENT ON TABLE batch_calibration IS 'What standard errors need of a batch of a raked wave, by category of one margin, never of several crossed; part of the batch''s hash, rows never change';
COMMENT ON COLUMN batch_calibration.unit_id IS 'Unit of the batch';
COMMENT ON COLUMN batch_calibration.wave IS 'The wave';
COMMENT ON COLUMN batch_calibration.batch IS 'Position of the batch in the wave''s chain';
COMMENT ON COLUMN batch_calibration.raked_at IS 'Unit with margins whose people these are';
COMMENT ON COLUMN batch_calibration.raked IS 'Sums of raked weights in millionths: per margin each option, then those of whom nothing is known';
COMMENT ON COLUMN batch_calibration.base IS 'Totals by weight as drawn, in millionths, of those in each of these categories one after the other, see batch.weighted';
