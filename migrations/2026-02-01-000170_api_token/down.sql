DROP INDEX api_token_name_idx;
-- Before there were accounts, every token could download everything: those that cannot are taken away.
DELETE FROM api_token WHERE account IS NOT NULL OR unit_id IS NOT NULL OR rights <> '{see_results,download}';
ALTER TABLE api_token DROP COLUMN account, DROP COLUMN rights, DROP COLUMN unit_id;
ALTER TABLE api_token ADD CONSTRAINT staff_token_name_key UNIQUE (name);
ALTER TABLE api_token RENAME TO staff_token;

COMMENT ON TABLE staff_token IS 'Secrets by which staff enter the staff pages';
