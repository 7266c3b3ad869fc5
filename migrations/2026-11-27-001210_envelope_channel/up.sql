-- Answers in an envelope cannot be read while they wait, so how they came may stand beside them in every wave.
COMMENT ON COLUMN envelope.channel IS 'kiosk: at a device of the desk; own: on a device of the citizen; dropped at sealing, of which numbers by channel remain where each has at least five people';
