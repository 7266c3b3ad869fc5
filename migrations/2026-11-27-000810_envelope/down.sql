DROP FUNCTION envelope_take_back (integer, uuid);
DROP FUNCTION envelope_kept (integer[], uuid[], bytea[]);
DROP TABLE envelope;
