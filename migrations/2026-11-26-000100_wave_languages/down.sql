ALTER TABLE wave DROP COLUMN languages;
