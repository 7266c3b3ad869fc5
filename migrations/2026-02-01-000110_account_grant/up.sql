CREATE TABLE account_grant (
    id serial PRIMARY KEY,
    account integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('viewer', 'clerk', 'manager', 'analyst', 'auditor', 'administrator')),
    unit_id integer REFERENCES unit (id)
);

CREATE UNIQUE INDEX account_grant_once_idx ON account_grant (account, role, coalesce(unit_id, 0));

COMMENT ON TABLE account_grant IS 'Roles of accounts at units';
COMMENT ON COLUMN account_grant.id IS 'Compact key for use inside this database only; differs between databases';
COMMENT ON COLUMN account_grant.account IS 'Who has the role';
COMMENT ON COLUMN account_grant.role IS 'viewer, clerk, manager, analyst, auditor or administrator';
COMMENT ON COLUMN account_grant.unit_id IS 'The unit at and below which; null: everywhere. A unit is one period of a code, so a role ends with the unit and does not pass to whoever bears its code next';
