CREATE TABLE instrument (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    document text NOT NULL CHECK (document <> '')
);

COMMENT ON TABLE instrument IS 'Survey instrument versions; a row never changes once a wave uses it';
COMMENT ON COLUMN instrument.id IS 'Name of the version and of its file, e.g. sipas-2023';
COMMENT ON COLUMN instrument.sha256 IS 'SHA-256 of the file; part of every publication made with it';
COMMENT ON COLUMN instrument.document IS 'Text of the file (JSON) as it was loaded';
