-- serial and not an identity column: Citus refuses identity columns in reference tables with foreign keys.
CREATE TABLE wave (
    number serial PRIMARY KEY,
    id text NOT NULL UNIQUE CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    instrument_id text NOT NULL REFERENCES instrument (id),
    title text NOT NULL CHECK (title <> ''),
    period text NOT NULL CHECK (period <> ''),
    first_day date NOT NULL,
    last_day date NOT NULL,
    mode text NOT NULL CHECK (mode IN ('desk', 'sample')),
    access text NOT NULL CHECK (access IN ('link', 'import')),
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    k integer NOT NULL CHECK (k BETWEEN 5 AND 1000),
    public boolean NOT NULL,
    demo boolean NOT NULL,
    switches text NOT NULL,
    sealed_on date,
    CHECK (first_day <= last_day)
);

CREATE INDEX wave_instrument_id_idx ON wave (instrument_id);

COMMENT ON TABLE wave IS 'Survey waves: instrument version, units, period, collection mode and k';
COMMENT ON COLUMN wave.number IS 'Compact key for use inside this database only; differs between databases';
COMMENT ON COLUMN wave.id IS 'Name in addresses and files; never changes';
COMMENT ON COLUMN wave.instrument_id IS 'Instrument version; never changes';
COMMENT ON COLUMN wave.title IS 'Title by language tag, a JSON object';
COMMENT ON COLUMN wave.period IS 'What period the results are about, as written in files, e.g. 2026-Q3';
COMMENT ON COLUMN wave.first_day IS 'First day of the period; decides which units exist';
COMMENT ON COLUMN wave.last_day IS 'Last day of the period';
COMMENT ON COLUMN wave.mode IS 'desk: voluntary, sealed at fixed epochs; sample: designed, released once when closed';
COMMENT ON COLUMN wave.access IS 'link: anybody with the link may answer; import: answers and scores come from files only';
COMMENT ON COLUMN wave.state IS 'open: answers are taken; closed: never again';
COMMENT ON COLUMN wave.k IS 'Smallest number of responses in a batch; never changes';
COMMENT ON COLUMN wave.public IS 'Whether everybody may see the results';
COMMENT ON COLUMN wave.demo IS 'Whether the responses are invented to try the program';
COMMENT ON COLUMN wave.switches IS 'Choice by switch of method, a JSON object, complete';
COMMENT ON COLUMN wave.sealed_on IS 'Day of the latest epoch at which the whole wave was gone through; null before the first';
