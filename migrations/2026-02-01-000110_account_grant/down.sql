DROP TABLE account_grant;
