COMMENT ON COLUMN sealed_response.weight IS 'Weight in millionths, raked where the wave is; null outside designed samples';
