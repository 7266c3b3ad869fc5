ALTER TABLE wave ADD COLUMN languages text NOT NULL DEFAULT '[]';

COMMENT ON COLUMN wave.languages IS 'Tags of the languages in which the form is offered, a JSON list; empty: all there are';
