ALTER TABLE wave DROP CONSTRAINT wave_state_check;
ALTER TABLE wave ADD CONSTRAINT wave_state_check CHECK (state IN ('open', 'closed'));

COMMENT ON COLUMN wave.state IS 'open: answers are taken; closed: never again';
