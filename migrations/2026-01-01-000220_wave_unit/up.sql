CREATE TABLE wave_unit (
    wave integer NOT NULL REFERENCES wave (number),
    unit_id integer NOT NULL REFERENCES unit (id),
    PRIMARY KEY (wave, unit_id)
);

CREATE INDEX wave_unit_unit_id_idx ON wave_unit (unit_id);

COMMENT ON TABLE wave_unit IS 'Units at which a wave takes answers or given scores; results are computed for these and all units above';
COMMENT ON COLUMN wave_unit.wave IS 'The wave';
COMMENT ON COLUMN wave_unit.unit_id IS 'The unit';
