CREATE TABLE quarantine (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    seq integer NOT NULL,
    reasons text NOT NULL CHECK (reasons <> ''),
    state text NOT NULL CHECK (state IN ('waiting', 'released', 'discarded')),
    decided_by text,
    why text,
    after integer CHECK (after >= seq),
    PRIMARY KEY (unit_id, wave, seq),
    FOREIGN KEY (unit_id, wave, seq) REFERENCES batch (unit_id, wave, seq) ON DELETE CASCADE,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (why IS NULL)),
    CHECK (after IS NULL OR state = 'released')
);

CREATE INDEX quarantine_wave_seq_idx ON quarantine (wave, seq);

COMMENT ON TABLE quarantine IS 'Batches that look stuffed and are held back whole until somebody decides; they stay in the chain whatever is decided';
COMMENT ON COLUMN quarantine.unit_id IS 'Unit of the batch';
COMMENT ON COLUMN quarantine.wave IS 'The wave';
COMMENT ON COLUMN quarantine.seq IS 'Position of the batch in the wave''s chain';
COMMENT ON COLUMN quarantine.reasons IS 'What the tests found, a JSON list';
COMMENT ON COLUMN quarantine.state IS 'waiting: nobody has decided; released: it counts; discarded: it never counts';
COMMENT ON COLUMN quarantine.decided_by IS 'Who decided: name of an account or token; null while it waits';
COMMENT ON COLUMN quarantine.why IS 'Why it was decided so, in the words of whoever did; null while it waits';
COMMENT ON COLUMN quarantine.after IS 'Last batch of the chain when a released one was first published: it counts from behind that one on; null before';
