ALTER TABLE wave
    ADD COLUMN envelope boolean NOT NULL DEFAULT false,
    ADD COLUMN retention text NOT NULL DEFAULT 'rows' CHECK (retention IN ('rows', 'totals')),
    ADD COLUMN breakdowns text NOT NULL DEFAULT '[]',
    ADD COLUMN remarks boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT wave_access_check,
    ADD CONSTRAINT wave_access_check CHECK (access IN ('link', 'ticket', 'blind', 'unlock', 'import'));

COMMENT ON COLUMN wave.access IS 'link: anybody with the link may answer; ticket: once per ticket; blind: once per ticket that nobody can recognise; unlock: a clerk opens each form; import: answers and scores come from files only';
COMMENT ON COLUMN wave.envelope IS 'Whether answers are encrypted on the device and opened only when they are sealed';
COMMENT ON COLUMN wave.retention IS 'What is kept of a sealed batch: rows, its answers without ids in random order; totals, nothing but the totals';
COMMENT ON COLUMN wave.breakdowns IS 'What results are also given by, a JSON list: codes of single-choice items, or channel';
COMMENT ON COLUMN wave.remarks IS 'Whether people may also write a remark, which is kept apart from their answers';
