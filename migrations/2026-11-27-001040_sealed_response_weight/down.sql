COMMENT ON COLUMN sealed_response.weight IS 'Design weight in millionths; null outside designed samples';
