-- As with responses: no time, no sequence, no device, and no foreign keys in the table that citizens write into.
CREATE TABLE remark_pool (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    PRIMARY KEY (unit_id, id)
);

CREATE TABLE remark (
    id uuid PRIMARY KEY,
    wave integer NOT NULL REFERENCES wave (number),
    unit_id integer NOT NULL REFERENCES unit (id),
    state text NOT NULL CHECK (state IN ('waiting', 'released', 'withheld')),
    text text CHECK ((text IS NULL) = (state = 'withheld') AND text <> '')
);

CREATE INDEX remark_wave_idx ON remark (wave, unit_id);

COMMENT ON TABLE remark_pool IS 'Remarks that wait until enough people of their unit have written; emptied at sealing';
COMMENT ON COLUMN remark_pool.unit_id IS 'Unit it was sent to';
COMMENT ON COLUMN remark_pool.id IS 'Random id made by the sender, so that sending again changes nothing; another one than that of the response, and dropped at sealing';
COMMENT ON COLUMN remark_pool.wave IS 'The wave';
COMMENT ON COLUMN remark_pool.text IS 'What was written';

COMMENT ON TABLE remark IS 'Remarks of at least k people of a unit at a time, in random order, linked to no answers; for staff to read before anybody else does';
COMMENT ON COLUMN remark.id IS 'Random key made at sealing';
COMMENT ON COLUMN remark.wave IS 'The wave';
COMMENT ON COLUMN remark.unit_id IS 'Unit it was sent to; or the unit above that took what was left of several units when the wave was closed';
COMMENT ON COLUMN remark.state IS 'waiting: nobody has decided; released: everybody who may see the results may read it; withheld: gone but counted';
COMMENT ON COLUMN remark.text IS 'The text, as staff left it; null once it is withheld';
