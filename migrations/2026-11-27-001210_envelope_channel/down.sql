COMMENT ON COLUMN envelope.channel IS 'kiosk: at a device of the desk; own: on a device of the citizen; kept only for a wave with the breakdown channel, else null; dropped at sealing';
