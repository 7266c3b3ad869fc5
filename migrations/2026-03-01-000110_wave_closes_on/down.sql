ALTER TABLE wave DROP COLUMN closes_on;
