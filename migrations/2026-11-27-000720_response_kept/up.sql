-- With these two functions whoever inserts responses needs to read none: they tell whether the very answers that are
-- given are kept, and take back what the same transaction has inserted. They run with the rights of their owner.
CREATE FUNCTION response_kept(units integer[], ids uuid[], given bytea[])
    RETURNS TABLE (unit_id integer, id uuid, wave integer, answers bytea, own boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT DISTINCT r.unit_id, r.id, r.wave,
        CASE WHEN r.answers = k.answers THEN k.answers ELSE '\x'::bytea END,
        r.xmin = pg_current_xact_id()::xid
    FROM unnest(units, ids, given) AS k (unit_id, id, answers)
    JOIN response r ON r.unit_id = k.unit_id AND r.id = k.id
$$;

CREATE FUNCTION response_take_back(unit integer, response_id uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DELETE FROM response r
    WHERE r.unit_id = unit AND r.id = response_id AND r.xmin = pg_current_xact_id()::xid
$$;

COMMENT ON FUNCTION response_kept IS 'Which of these responses are kept: their answers where they are the ones given, nothing where they are others';
COMMENT ON FUNCTION response_take_back IS 'Takes a response back that this very transaction has inserted';
