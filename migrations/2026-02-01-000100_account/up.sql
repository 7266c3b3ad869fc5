-- serial and not an identity column: Citus refuses identity columns in reference tables with foreign keys.
CREATE TABLE account (
    id serial PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
    full_name text NOT NULL CHECK (full_name <> ''),
    password text CHECK (password LIKE '$argon2id$%'),
    password_short boolean NOT NULL DEFAULT false,
    totp bytea,
    totp_step bigint,
    disabled boolean NOT NULL DEFAULT false,
    CHECK ((totp IS NULL) = (totp_step IS NULL))
);

COMMENT ON TABLE account IS 'Staff who may sign in; never citizens';
COMMENT ON COLUMN account.id IS 'Compact key for use inside this database only; differs between databases';
COMMENT ON COLUMN account.name IS 'Name typed at sign-in, in lower case';
COMMENT ON COLUMN account.full_name IS 'Name that people read';
COMMENT ON COLUMN account.password IS 'Argon2id hash as a PHC string; null until the account is set up';
COMMENT ON COLUMN account.password_short IS 'Whether the password is too short to stand alone, so that a second factor must be set up first';
COMMENT ON COLUMN account.totp IS 'Secret of the second factor, encrypted with a key that is not in the database; null without one';
COMMENT ON COLUMN account.totp_step IS 'Time step of the last code that was accepted; no code of it or before it is accepted again';
COMMENT ON COLUMN account.disabled IS 'Whether nobody may sign in';
