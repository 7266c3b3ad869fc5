DROP TABLE sealed_response;
