DROP TABLE batch_part;
