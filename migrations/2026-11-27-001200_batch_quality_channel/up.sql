-- Batches sealed before have nothing to compare by channel: zeros, as batches where either channel had few people.
ALTER TABLE batch_quality
    ADD COLUMN kiosk integer NOT NULL DEFAULT 0 CHECK (kiosk >= 0),
    ADD COLUMN kiosk_praise integer NOT NULL DEFAULT 0,
    ADD COLUMN own integer NOT NULL DEFAULT 0 CHECK (own >= 0),
    ADD COLUMN own_praise integer NOT NULL DEFAULT 0,
    ADD CHECK (kiosk_praise BETWEEN 0 AND kiosk),
    ADD CHECK (own_praise BETWEEN 0 AND own),
    ADD CHECK ((kiosk = 0 AND own = 0) OR (kiosk >= 5 AND own >= 5));

ALTER TABLE batch_quality
    ALTER COLUMN kiosk DROP DEFAULT,
    ALTER COLUMN kiosk_praise DROP DEFAULT,
    ALTER COLUMN own DROP DEFAULT,
    ALTER COLUMN own_praise DROP DEFAULT;

COMMENT ON COLUMN batch_quality.kiosk IS 'People at the kiosk who rated at least three questions; 0 where they or the others are fewer than five';
COMMENT ON COLUMN batch_quality.kiosk_praise IS 'Those of them who chose the best option at three quarters of these questions or more';
COMMENT ON COLUMN batch_quality.own IS 'People on devices of their own who rated at least three questions; 0 where they or the others are fewer than five';
COMMENT ON COLUMN batch_quality.own_praise IS 'Those of them who chose the best option at three quarters of these questions or more';
