ALTER TABLE batch_quality
    DROP COLUMN kiosk,
    DROP COLUMN kiosk_praise,
    DROP COLUMN own,
    DROP COLUMN own_praise;
