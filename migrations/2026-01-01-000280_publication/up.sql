CREATE TABLE publication (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    wave integer NOT NULL REFERENCES wave (number),
    number integer NOT NULL CHECK (number > 0),
    document bytea NOT NULL,
    batches integer NOT NULL CHECK (batches >= 0),
    UNIQUE (wave, number)
);

COMMENT ON TABLE publication IS 'Published results, immutable';
COMMENT ON COLUMN publication.hash IS 'SHA-256 of the canonical text; names the publication';
COMMENT ON COLUMN publication.wave IS 'The wave';
COMMENT ON COLUMN publication.number IS 'Place among the publications of the wave, from 1; the greatest is the current one';
COMMENT ON COLUMN publication.document IS 'Canonical text (JSON), gzip';
COMMENT ON COLUMN publication.batches IS 'Number of batches it rests on: the first so many of the chain';
