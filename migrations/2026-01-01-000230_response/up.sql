-- No time and no sequence: nothing here may order the people. The unit comes first in the key because
-- the table is distributed by it on Citus. No foreign key to wave_unit: every insert joins it, nothing is
-- ever deleted from it, and checking again costs a quarter of the responses per second.
CREATE TABLE response (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    answers bytea NOT NULL CHECK (octet_length(answers) > 0),
    weight bigint CHECK (weight > 0),
    stratum text,
    psu text,
    PRIMARY KEY (unit_id, id)
);

COMMENT ON TABLE response IS 'Pools: responses that wait to be sealed; emptied by sealing';
COMMENT ON COLUMN response.unit_id IS 'Unit whose pool it is';
COMMENT ON COLUMN response.id IS 'Random id made by the sender, so that sending again changes nothing; dropped at sealing';
COMMENT ON COLUMN response.wave IS 'The wave';
COMMENT ON COLUMN response.answers IS 'Checked answers, packed in the order of the instrument version';
COMMENT ON COLUMN response.weight IS 'Design weight in millionths; null outside designed samples';
COMMENT ON COLUMN response.stratum IS 'Stratum of a designed sample; null elsewhere';
COMMENT ON COLUMN response.psu IS 'Primary sampling unit of a designed sample; null elsewhere';
