-- Apart from batch, whose rows never change and whose hash covers totals alone. Batches sealed before this table
-- was there have no row and count as judged.
CREATE TABLE batch_quality (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    seq integer NOT NULL,
    long integer NOT NULL CHECK (long >= 0),
    straight integer NOT NULL CHECK (straight BETWEEN 0 AND long),
    repeated integer NOT NULL CHECK (repeated >= 0),
    twins integer NOT NULL CHECK (twins >= 0),
    arrivals integer NOT NULL CHECK (arrivals >= 0),
    quick integer NOT NULL CHECK (quick BETWEEN 0 AND arrivals),
    judged boolean NOT NULL,
    PRIMARY KEY (unit_id, wave, seq),
    FOREIGN KEY (unit_id, wave, seq) REFERENCES batch (unit_id, wave, seq) ON DELETE CASCADE
);

CREATE INDEX batch_quality_wave_seq_idx ON batch_quality (wave, seq);

COMMENT ON TABLE batch_quality IS 'What was counted of each batch to find stuffed ones; all that survives sealing of how people answered';
COMMENT ON COLUMN batch_quality.unit_id IS 'Unit of the batch';
COMMENT ON COLUMN batch_quality.wave IS 'The wave';
COMMENT ON COLUMN batch_quality.seq IS 'Position of the batch in the wave''s chain';
COMMENT ON COLUMN batch_quality.long IS 'Responses with at least eight answers on one scale';
COMMENT ON COLUMN batch_quality.straight IS 'Those of them with one option at all questions of that scale';
COMMENT ON COLUMN batch_quality.repeated IS 'Those of the other ones that repeat another response, beyond the first of each kind';
COMMENT ON COLUMN batch_quality.twins IS 'Pairs of such responses that are alike';
COMMENT ON COLUMN batch_quality.arrivals IS 'Responses that were seen arriving one by one since the last batch of the unit; counted in memory';
COMMENT ON COLUMN batch_quality.quick IS 'Those of them that came less than forty seconds after the one before; counted in memory';
COMMENT ON COLUMN batch_quality.judged IS 'Whether the tests have been made; nothing rests on a batch before';
