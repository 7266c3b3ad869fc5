CREATE TABLE margin (
    wave integer NOT NULL REFERENCES wave (number) ON DELETE CASCADE,
    unit_id integer NOT NULL REFERENCES unit (id),
    item text NOT NULL,
    answer text NOT NULL,
    population bigint NOT NULL CHECK (population >= 0),
    PRIMARY KEY (wave, unit_id, item, answer)
);

COMMENT ON TABLE margin IS 'How many people of a unit are in each category of the margins of a wave, as known from outside; never changes once the wave is closed';
COMMENT ON COLUMN margin.wave IS 'The wave';
COMMENT ON COLUMN margin.unit_id IS 'A unit that takes part in the wave, or one above such units; none is above another';
COMMENT ON COLUMN margin.item IS 'Code of the item';
COMMENT ON COLUMN margin.answer IS 'Code of the option';
COMMENT ON COLUMN margin.population IS 'How many people live there who would answer so';
