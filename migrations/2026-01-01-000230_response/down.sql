DROP TABLE response;
