DROP TABLE visit;
DROP TABLE visit_report;
DROP TABLE visit_pool;
