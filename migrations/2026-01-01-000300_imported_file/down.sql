DROP TABLE imported_file;
