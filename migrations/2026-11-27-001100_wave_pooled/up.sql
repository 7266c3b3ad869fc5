ALTER TABLE wave
    DROP CONSTRAINT wave_access_check,
    ADD CONSTRAINT wave_access_check
        CHECK (access IN ('link', 'ticket', 'blind', 'unlock', 'import', 'pooled'));

COMMENT ON COLUMN wave.access IS 'link: anybody with the link may answer; ticket: once per ticket; blind: once per ticket that nobody can recognise; unlock: a clerk opens each form; import: answers and scores come from files only; pooled: nobody answers, the results are made from what other waves have published';
