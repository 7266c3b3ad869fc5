CREATE TABLE audit_log (
    number bigint PRIMARY KEY CHECK (number > 0),
    at timestamptz NOT NULL,
    actor text NOT NULL CHECK (actor <> ''),
    action text NOT NULL CHECK (action <> ''),
    unit_id integer REFERENCES unit (id),
    unit_code text,
    subject text,
    details text NOT NULL,
    previous bytea NOT NULL CHECK (octet_length(previous) = 32),
    hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    CHECK ((unit_id IS NULL) = (unit_code IS NULL))
);

CREATE INDEX audit_log_unit_id_idx ON audit_log (unit_id);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows: % is refused', TG_OP;
END
$$;

CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

COMMENT ON TABLE audit_log IS 'What staff did, in a chain of hashes; rows are added and never changed. Nothing in it is about respondents';
COMMENT ON COLUMN audit_log.number IS 'Place in the chain, from 1 without gaps';
COMMENT ON COLUMN audit_log.at IS 'When it was done';
COMMENT ON COLUMN audit_log.actor IS 'Who did it: name of an account, of a token, or the command line';
COMMENT ON COLUMN audit_log.action IS 'What was done';
COMMENT ON COLUMN audit_log.unit_id IS 'The unit it concerns; null: none or all';
COMMENT ON COLUMN audit_log.unit_code IS 'Its code, which is part of the hashed text';
COMMENT ON COLUMN audit_log.subject IS 'Name of the account, wave or token it was done to; null where there is none';
COMMENT ON COLUMN audit_log.details IS 'More about it, a JSON object of texts in order of their names';
COMMENT ON COLUMN audit_log.previous IS 'Hash of the row before; 32 zero bytes in the first';
COMMENT ON COLUMN audit_log.hash IS 'SHA-256 of the canonical text of the row and the hash before';
