CREATE TABLE task (
    id uuid PRIMARY KEY,
    unit_id integer NOT NULL REFERENCES unit (id),
    wave integer NOT NULL REFERENCES wave (number) ON DELETE CASCADE,
    node text NOT NULL,
    what text NOT NULL,
    responsible text NOT NULL,
    begun date NOT NULL,
    due date NOT NULL,
    status text NOT NULL CHECK (status IN ('planned', 'under_way', 'done', 'dropped')),
    ended date CHECK ((ended IS NOT NULL) = (status IN ('done', 'dropped'))),
    evidence text
);

CREATE INDEX task_unit_idx ON task (unit_id);

COMMENT ON TABLE task IS 'Tasks of staff attached to nodes of scorecards; nothing about respondents';
COMMENT ON COLUMN task.id IS 'Random key';
COMMENT ON COLUMN task.unit_id IS 'The unit whose scorecard it is about';
COMMENT ON COLUMN task.wave IS 'The wave whose scorecard it was attached to: the node''s movement is measured since it';
COMMENT ON COLUMN task.node IS 'Id of the node in that wave''s instrument';
COMMENT ON COLUMN task.what IS 'What is to be done';
COMMENT ON COLUMN task.responsible IS 'Who is responsible: an office or a post';
COMMENT ON COLUMN task.begun IS 'Day on which it was set';
COMMENT ON COLUMN task.due IS 'Last day by which it is to be done';
COMMENT ON COLUMN task.status IS 'How far it has come: planned, under way, done or dropped';
COMMENT ON COLUMN task.ended IS 'Day on which it was done or dropped';
COMMENT ON COLUMN task.evidence IS 'Address of what shows that it was done';
