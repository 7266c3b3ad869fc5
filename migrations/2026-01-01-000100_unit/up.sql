-- Periods of one code must not overlap. PostgreSQL states that with an exclusion constraint only where the
-- extension btree_gist is installed, so the program checks it under a lock before it writes.
-- serial and not an identity column: Citus refuses identity columns in reference tables with foreign keys.
CREATE TABLE unit (
    id serial PRIMARY KEY,
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9._-]{1,40}$'),
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to > valid_from),
    level text NOT NULL CHECK (level IN ('nation', 'province', 'district', 'commune', 'desk')),
    name text NOT NULL CHECK (name <> ''),
    name_en text CHECK (name_en <> ''),
    parent_id integer REFERENCES unit (id) CHECK (parent_id <> id),
    UNIQUE (code, valid_from)
);

CREATE INDEX unit_parent_id_idx ON unit (parent_id);

COMMENT ON TABLE unit IS 'Administrative units and one-stop desks, one row per period of validity of a code';
COMMENT ON COLUMN unit.id IS 'Compact key for use inside this database only; differs between databases';
COMMENT ON COLUMN unit.code IS 'Official code with its leading zeros, or an own code; borne by one unit at a time and reused later';
COMMENT ON COLUMN unit.valid_from IS 'First day the unit is valid';
COMMENT ON COLUMN unit.valid_to IS 'First day the unit is no longer valid; null while it exists';
COMMENT ON COLUMN unit.level IS 'nation, province, district, commune or desk';
COMMENT ON COLUMN unit.name IS 'Vietnamese name with its type word';
COMMENT ON COLUMN unit.name_en IS 'English name; null where none is known';
COMMENT ON COLUMN unit.parent_id IS 'The unit above: among the bearers of the parent''s code that exist during this unit''s period the latest. Null for a root';
