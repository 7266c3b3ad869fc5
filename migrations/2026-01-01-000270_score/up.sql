CREATE TABLE score (
    wave integer NOT NULL REFERENCES wave (number),
    unit_id integer NOT NULL REFERENCES unit (id),
    node text NOT NULL CHECK (node <> ''),
    value double precision NOT NULL CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity')),
    PRIMARY KEY (wave, unit_id, node)
);

COMMENT ON TABLE score IS 'Given scores: values of index nodes that come from elsewhere and not from responses';
COMMENT ON COLUMN score.wave IS 'The wave';
COMMENT ON COLUMN score.unit_id IS 'A unit that takes part in the wave or stands above one that does';
COMMENT ON COLUMN score.node IS 'Id of a given leaf of the wave''s instrument';
COMMENT ON COLUMN score.value IS 'The value; a later import may replace it';
