CREATE TABLE wave_source (
    wave integer NOT NULL REFERENCES wave (number),
    source integer NOT NULL REFERENCES wave (number) CHECK (source <> wave),
    PRIMARY KEY (wave, source)
);

COMMENT ON TABLE wave_source IS 'What pooled waves are made from: the waves whose publications are added up, e.g. the quarters of a year';
COMMENT ON COLUMN wave_source.wave IS 'The pooled wave';
COMMENT ON COLUMN wave_source.source IS 'A wave pooled in it';
