DROP TABLE blind_spent;
