DROP TABLE remark;
DROP TABLE remark_pool;
