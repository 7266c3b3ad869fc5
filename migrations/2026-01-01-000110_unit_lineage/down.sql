DROP TABLE unit_lineage;
