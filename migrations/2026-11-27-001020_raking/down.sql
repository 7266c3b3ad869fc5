DROP TABLE raking;
