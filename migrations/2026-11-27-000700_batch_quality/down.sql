DROP TABLE batch_quality;
