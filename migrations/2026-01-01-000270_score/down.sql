DROP TABLE score;
