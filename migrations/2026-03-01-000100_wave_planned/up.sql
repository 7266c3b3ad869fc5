ALTER TABLE wave DROP CONSTRAINT wave_state_check;
ALTER TABLE wave ADD CONSTRAINT wave_state_check CHECK (state IN ('planned', 'open', 'closed'));

COMMENT ON COLUMN wave.state IS 'planned: no answers yet; open: answers are taken; closed: never again';
