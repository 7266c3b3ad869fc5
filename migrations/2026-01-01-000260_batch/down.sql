DROP TABLE batch;
