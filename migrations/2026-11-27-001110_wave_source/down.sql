DROP TABLE wave_source;
