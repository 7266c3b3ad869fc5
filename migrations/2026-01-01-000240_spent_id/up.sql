-- No foreign keys here and in sealed_response: rows come only from response.
CREATE TABLE spent_id (
    unit_id integer NOT NULL,
    id uuid NOT NULL,
    wave integer NOT NULL,
    PRIMARY KEY (unit_id, id)
);

COMMENT ON TABLE spent_id IS 'Ids of sealed responses, so that one sent again late is not counted twice; emptied when the wave is closed';
COMMENT ON COLUMN spent_id.unit_id IS 'Unit it was sent to';
COMMENT ON COLUMN spent_id.id IS 'The id; nothing links it to the answers, rows are written in random order';
COMMENT ON COLUMN spent_id.wave IS 'The wave';
