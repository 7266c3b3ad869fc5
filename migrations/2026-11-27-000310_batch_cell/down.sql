DROP TABLE batch_cell;
