-- As with responses: no time, no sequence, no device. No foreign keys in the two tables that every report
-- writes into; rows come only through wave_unit.
CREATE TABLE visit_pool (
    unit_id integer NOT NULL,
    wave integer NOT NULL,
    asked bigint NOT NULL CHECK (asked > 0),
    answered bigint NOT NULL CHECK (answered >= 0),
    abandoned bigint NOT NULL CHECK (abandoned >= 0),
    PRIMARY KEY (unit_id, wave),
    CHECK (answered + abandoned <= asked)
);

CREATE TABLE visit_report (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    PRIMARY KEY (unit_id, id)
);

CREATE TABLE visit (
    unit_id integer NOT NULL REFERENCES unit (id),
    wave integer NOT NULL REFERENCES wave (number),
    asked bigint NOT NULL CHECK (asked >= 5),
    answered bigint NOT NULL CHECK (answered >= 0),
    abandoned bigint NOT NULL CHECK (abandoned >= 0),
    PRIMARY KEY (unit_id, wave),
    CHECK (answered + abandoned <= asked)
);

CREATE INDEX visit_wave_idx ON visit (wave);

COMMENT ON TABLE visit_pool IS 'Visits to kiosks that were reported and not yet released, one sum for all devices and days of a unit; emptied at sealing';
COMMENT ON COLUMN visit_pool.unit_id IS 'Unit whose kiosks they were';
COMMENT ON COLUMN visit_pool.wave IS 'The wave';
COMMENT ON COLUMN visit_pool.asked IS 'People who began';
COMMENT ON COLUMN visit_pool.answered IS 'Those of them who handed in a response';
COMMENT ON COLUMN visit_pool.abandoned IS 'Those of them who gave an answer and handed in nothing';

COMMENT ON TABLE visit_report IS 'Ids of reports that were added, so that one sent again is not added twice; emptied when the wave is closed';
COMMENT ON COLUMN visit_report.unit_id IS 'Unit that was reported';
COMMENT ON COLUMN visit_report.id IS 'Random id made by the device; nothing links it to the figures';
COMMENT ON COLUMN visit_report.wave IS 'The wave';

COMMENT ON TABLE visit IS 'Visits to kiosks that were released, each time at least k people asked; for staff';
COMMENT ON COLUMN visit.unit_id IS 'Unit whose kiosks they were; or the unit above that took what was left of several units when the wave was closed';
COMMENT ON COLUMN visit.wave IS 'The wave';
COMMENT ON COLUMN visit.asked IS 'People who began';
COMMENT ON COLUMN visit.answered IS 'Those of them who handed in a response';
COMMENT ON COLUMN visit.abandoned IS 'Those of them who gave an answer and handed in nothing';
