-- The desk by its code and not by its key: a device stays where it stands when the desk gets a new row.
CREATE TABLE device (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    name text NOT NULL UNIQUE CHECK (name <> ''),
    unit text NOT NULL CHECK (unit ~ '^[A-Za-z0-9._-]{1,40}$'),
    expires date NOT NULL
);

COMMENT ON TABLE device IS 'Kiosks: devices that stand at a desk and serve one person after the other; no response names one';
COMMENT ON COLUMN device.hash IS 'SHA-256 of the 256-bit secret on the device; the secret itself is shown once and never kept here';
COMMENT ON COLUMN device.name IS 'Which device it is, for staff';
COMMENT ON COLUMN device.unit IS 'Code of the unit it stands at';
COMMENT ON COLUMN device.expires IS 'Last day the secret is accepted';
