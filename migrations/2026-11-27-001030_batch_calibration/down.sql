DROP TABLE batch_calibration;
