-- A part may be of a single person: as little is shown of these tables as of sealed_response. Only whole steps of
-- batches go into a publication.
CREATE TABLE batch_part (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    batch integer NOT NULL CHECK (batch > 0),
    breakdown smallint NOT NULL CHECK (breakdown >= 0),
    category smallint NOT NULL CHECK (category >= 0),
    tally bigint[] NOT NULL CHECK (tally[1] > 0),
    weighted bigint[],
    weight_squares double precision,
    PRIMARY KEY (unit_id, wave, batch, breakdown, category),
    FOREIGN KEY (unit_id, wave, batch) REFERENCES batch (unit_id, wave, seq) ON DELETE CASCADE,
    CHECK ((weighted IS NULL) = (weight_squares IS NULL))
);

COMMENT ON TABLE batch_part IS 'Totals of a batch by category of one breakdown, never of several crossed; part of the batch''s hash, rows never change';
COMMENT ON COLUMN batch_part.unit_id IS 'Unit of the batch';
COMMENT ON COLUMN batch_part.wave IS 'The wave';
COMMENT ON COLUMN batch_part.batch IS 'Position of the batch in the wave''s chain';
COMMENT ON COLUMN batch_part.breakdown IS 'Position of the breakdown among those of the wave, from 0';
COMMENT ON COLUMN batch_part.category IS 'Position of the option, the number of options for those who gave no answer; of channel 0 kiosk, 1 own device, 2 file';
COMMENT ON COLUMN batch_part.tally IS 'Numbers of responses in the category, see batch.tally';
COMMENT ON COLUMN batch_part.weighted IS 'The same as sums of weights in millionths; null without weights';
COMMENT ON COLUMN batch_part.weight_squares IS 'Sum of squared weights; null without weights';
