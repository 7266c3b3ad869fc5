ALTER TABLE staff_token RENAME TO api_token;
ALTER TABLE api_token DROP CONSTRAINT staff_token_name_key;
ALTER TABLE api_token ADD COLUMN account integer REFERENCES account (id) ON DELETE CASCADE;
ALTER TABLE api_token ADD COLUMN rights text[] NOT NULL DEFAULT '{see_results,download}';
ALTER TABLE api_token ALTER COLUMN rights DROP DEFAULT;
ALTER TABLE api_token ADD COLUMN unit_id integer REFERENCES unit (id);

CREATE UNIQUE INDEX api_token_name_idx ON api_token (coalesce(account, 0), name);

COMMENT ON TABLE api_token IS 'Secrets by which programs of the staff use the interface';
COMMENT ON COLUMN api_token.account IS 'Who made it, whose rights it never exceeds; null: made at the command line, with rights of its own';
COMMENT ON COLUMN api_token.rights IS 'Rights it gives';
COMMENT ON COLUMN api_token.unit_id IS 'The unit at and below which; null: everywhere';
