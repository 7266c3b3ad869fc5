CREATE TABLE unit_lineage (
    old_unit integer NOT NULL REFERENCES unit (id),
    new_unit integer NOT NULL REFERENCES unit (id),
    share double precision CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (old_unit, new_unit),
    CHECK (old_unit <> new_unit)
);

CREATE INDEX unit_lineage_new_unit_idx ON unit_lineage (new_unit);

COMMENT ON TABLE unit_lineage IS 'Which unit passed territory to which; many to many, because units are split and merged';
COMMENT ON COLUMN unit_lineage.old_unit IS 'The unit that ended';
COMMENT ON COLUMN unit_lineage.new_unit IS 'The unit that took over';
COMMENT ON COLUMN unit_lineage.share IS 'Share of the old unit''s people that passed over, above 0 and at most 1; null when unknown';
