CREATE TABLE batch_cell (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    batch integer NOT NULL CHECK (batch > 0),
    categories smallint[] NOT NULL,
    n bigint NOT NULL CHECK (n > 0),
    PRIMARY KEY (unit_id, wave, batch, categories),
    FOREIGN KEY (unit_id, wave, batch) REFERENCES batch (unit_id, wave, seq) ON DELETE CASCADE
);

COMMENT ON TABLE batch_cell IS 'How many people of a batch are in each cell of all breakdowns crossed, and nothing of their answers; part of the batch''s hash, rows never change';
COMMENT ON COLUMN batch_cell.unit_id IS 'Unit of the batch';
COMMENT ON COLUMN batch_cell.wave IS 'The wave';
COMMENT ON COLUMN batch_cell.batch IS 'Position of the batch in the wave''s chain';
COMMENT ON COLUMN batch_cell.categories IS 'One category per breakdown, in the order of the wave, numbered as those of the parts';
COMMENT ON COLUMN batch_cell.n IS 'Number of responses, never published';
