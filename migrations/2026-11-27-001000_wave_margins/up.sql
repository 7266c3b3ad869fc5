ALTER TABLE wave ADD COLUMN margins text NOT NULL DEFAULT '[]';

COMMENT ON COLUMN wave.margins IS 'What the weights of a designed sample are raked to, a JSON list: codes of single-choice items that everybody is asked';
