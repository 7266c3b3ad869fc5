ALTER TABLE wave
    DROP CONSTRAINT wave_access_check,
    ADD CONSTRAINT wave_access_check CHECK (access IN ('link', 'import')),
    DROP COLUMN remarks,
    DROP COLUMN breakdowns,
    DROP COLUMN retention,
    DROP COLUMN envelope;

COMMENT ON COLUMN wave.access IS 'link: anybody with the link may answer; import: answers and scores come from files only';
