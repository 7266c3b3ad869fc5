DROP TABLE dossier;
