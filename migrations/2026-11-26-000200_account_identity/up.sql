CREATE TABLE account_identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    account integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name text NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (account, issuer)
);

COMMENT ON TABLE account_identity IS 'By which identity at a sign-in provider the owner of an account signs in; about staff only';
COMMENT ON COLUMN account_identity.issuer IS 'The provider';
COMMENT ON COLUMN account_identity.subject IS 'What the provider calls the person, for good';
COMMENT ON COLUMN account_identity.account IS 'The account';
COMMENT ON COLUMN account_identity.name IS 'Name or e-mail address as the provider said it when it was linked, for people to recognize; nothing rests on it';
