CREATE TABLE sign_in_failure (
    subject bytea PRIMARY KEY,
    failures integer NOT NULL CHECK (failures > 0),
    last timestamptz NOT NULL
);

COMMENT ON TABLE sign_in_failure IS 'Wrong passwords and codes in a row, which slow down further guesses';
COMMENT ON COLUMN sign_in_failure.subject IS 'SHA-256 of the account name or of the known browser; names without an account share 65,536 rows by the first two bytes';
COMMENT ON COLUMN sign_in_failure.failures IS 'How many in a row';
COMMENT ON COLUMN sign_in_failure.last IS 'When the last one was';
