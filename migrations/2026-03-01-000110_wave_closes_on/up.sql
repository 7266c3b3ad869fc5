ALTER TABLE wave ADD COLUMN closes_on date;

COMMENT ON COLUMN wave.closes_on IS 'Last day on which answers are taken, after which the wave is closed by itself; null: until somebody closes it';
