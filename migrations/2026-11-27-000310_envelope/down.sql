DROP TABLE envelope;
