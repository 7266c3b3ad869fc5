ALTER TABLE response DROP COLUMN channel;
