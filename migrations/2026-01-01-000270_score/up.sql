CREATE TABLE score (
    wave integer NOT NULL,
    unit_id integer NOT NULL,
    node text NOT NULL CHECK (node <> ''),
    value double precision NOT NULL CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity')),
    PRIMARY KEY (wave, unit_id, node),
    FOREIGN KEY (wave, unit_id) REFERENCES wave_unit (wave, unit_id)
);

COMMENT ON TABLE score IS 'Given scores: values of index nodes that come from elsewhere and not from responses';
COMMENT ON COLUMN score.wave IS 'The wave';
COMMENT ON COLUMN score.unit_id IS 'The unit';
COMMENT ON COLUMN score.node IS 'Id of a given leaf of the wave''s instrument';
COMMENT ON COLUMN score.value IS 'The value; a later import may replace it';
