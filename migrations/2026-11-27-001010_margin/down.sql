DROP TABLE margin;
