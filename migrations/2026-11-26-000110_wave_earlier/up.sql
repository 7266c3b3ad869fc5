ALTER TABLE wave ADD COLUMN earlier text REFERENCES wave (id) ON DELETE SET NULL CHECK (earlier <> id);

COMMENT ON COLUMN wave.earlier IS 'Name of the wave that results are compared with where nobody asks for another; null: none';
