DROP TABLE wave_key;
