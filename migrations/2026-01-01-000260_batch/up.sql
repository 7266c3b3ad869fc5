-- The chain runs over the whole wave; that its numbers have no gap and no double is checked by whoever
-- verifies, because Citus has no unique constraint without the distribution column.
CREATE TABLE batch (
    unit_id integer NOT NULL REFERENCES unit (id),
    wave integer NOT NULL REFERENCES wave (number),
    seq integer NOT NULL CHECK (seq > 0),
    epoch date NOT NULL,
    residual boolean NOT NULL,
    stratum text,
    tally bigint[] NOT NULL CHECK (tally[1] >= 5),
    weighted bigint[],
    weight_squares double precision,
    previous bytea NOT NULL CHECK (octet_length(previous) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (unit_id, wave, seq),
    CHECK ((weighted IS NULL) = (weight_squares IS NULL))
);

CREATE INDEX batch_wave_seq_idx ON batch (wave, seq);

COMMENT ON TABLE batch IS 'Sealed batches: all that is ever published is a sum of these; rows never change';
COMMENT ON COLUMN batch.unit_id IS 'Unit whose pool it was; of a residual batch the unit above that took the pools';
COMMENT ON COLUMN batch.wave IS 'The wave';
COMMENT ON COLUMN batch.seq IS 'Position in the wave''s chain, from 1';
COMMENT ON COLUMN batch.epoch IS 'Day of the sealing epoch';
COMMENT ON COLUMN batch.residual IS 'Whether it gathers what was left in the pools of units below when the wave was closed';
COMMENT ON COLUMN batch.stratum IS 'Stratum of a designed sample; null elsewhere';
COMMENT ON COLUMN batch.tally IS 'Numbers of responses: all, then per item reached, answered and each option';
COMMENT ON COLUMN batch.weighted IS 'The same as sums of weights in millionths; null without weights';
COMMENT ON COLUMN batch.weight_squares IS 'Sum of squared weights; null without weights';
COMMENT ON COLUMN batch.previous IS 'Hash of the batch before; 32 zero bytes in the first';
COMMENT ON COLUMN batch.hash IS 'SHA-256 over the content and the hash before';
