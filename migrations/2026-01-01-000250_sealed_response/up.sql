CREATE TABLE sealed_response (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    batch integer NOT NULL CHECK (batch >= 0),
    answers bytea NOT NULL,
    weight bigint CHECK (weight > 0)
);

CREATE INDEX sealed_response_unit_id_wave_batch_idx ON sealed_response (unit_id, wave, batch);

COMMENT ON TABLE sealed_response IS 'Answers behind the batches, without ids, in random order within a batch; kept to recount the batches';
COMMENT ON COLUMN sealed_response.unit_id IS 'Unit of the batch; where batch is 0 the topmost unit, so that the respondent''s own unit is forgotten';
COMMENT ON COLUMN sealed_response.wave IS 'The wave';
COMMENT ON COLUMN sealed_response.batch IS 'Position of the batch in the wave''s chain; 0: in no batch and never published, because too few were left at closing';
COMMENT ON COLUMN sealed_response.answers IS 'Packed answers, see response.answers';
COMMENT ON COLUMN sealed_response.weight IS 'Design weight in millionths; null outside designed samples';
