DROP TABLE wave_unit;
