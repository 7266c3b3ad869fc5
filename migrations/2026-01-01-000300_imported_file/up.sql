CREATE TABLE imported_file (
    wave integer NOT NULL REFERENCES wave (number),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (wave, sha256)
);

COMMENT ON TABLE imported_file IS 'Files of responses already imported, so that none is counted twice';
COMMENT ON COLUMN imported_file.wave IS 'The wave';
COMMENT ON COLUMN imported_file.sha256 IS 'SHA-256 of the file';
