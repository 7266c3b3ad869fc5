DROP FUNCTION response_take_back (integer, uuid);
DROP FUNCTION response_kept (integer[], uuid[], bytea[]);
