CREATE TABLE raking (
    wave integer NOT NULL REFERENCES wave (number),
    unit_id integer NOT NULL REFERENCES unit (id),
    content text NOT NULL,
    PRIMARY KEY (wave, unit_id)
);

COMMENT ON TABLE raking IS 'How the weights of a closed wave are raked, one row per unit with margins; part of the hash of every batch with people of the unit, rows never change';
COMMENT ON COLUMN raking.wave IS 'The wave';
COMMENT ON COLUMN raking.unit_id IS 'Unit whose people are known';
COMMENT ON COLUMN raking.content IS 'Margins, factors by category and how far the weights are raked, a JSON object; never published by category';
