DROP TABLE spent_id;
