-- When an event or a webhook was set aside; a command says so by its end.
ALTER TABLE event ADD COLUMN parked_at INTEGER;
ALTER TABLE webhook ADD COLUMN parked_at INTEGER;
UPDATE event SET parked_at = arrived_at WHERE state = 'parked';
UPDATE webhook SET parked_at = arrived_at WHERE outcome = 'parked' AND error IS NOT NULL;

-- What is set aside is listed, replayed and discarded in the order in which it was made, whatever else the store holds.
CREATE INDEX command_set_aside ON command (state, seq) WHERE state = 'parked';
CREATE INDEX event_set_aside ON event (state, seq) WHERE state = 'parked';
CREATE INDEX webhook_set_aside ON webhook (outcome, seq) WHERE outcome = 'parked' AND error IS NOT NULL;
