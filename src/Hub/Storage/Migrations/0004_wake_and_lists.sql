-- min_app: 4
-- Older builds would go by due_at, and bring back what is held at the wrong moment.

-- When the hub looks at a command again that has left its line. due_at is what the mapping says, or the creation, and stays so.
-- What has ended is not looked at again and keeps the 0.
ALTER TABLE command ADD COLUMN wake_at INTEGER NOT NULL DEFAULT 0;
UPDATE command SET wake_at = due_at WHERE state NOT IN ('done', 'refused', 'cancelled');
DROP INDEX command_due;
CREATE INDEX command_wake ON command (state, wake_at) WHERE state IN ('scheduled', 'kept', 'unknown');

-- The lists of the admin API: a list by connection goes through all states, one by state through all connections, so that one index serves both and their pair.
DROP INDEX webhook_outcome;
CREATE INDEX webhook_list ON webhook (endpoint, outcome);
DROP INDEX event_state;
CREATE INDEX event_list ON event (connection, state);
CREATE INDEX event_reason ON event (reason, state) WHERE reason IS NOT NULL;
DROP INDEX command_state;
CREATE INDEX command_list ON command (connection, state);
CREATE INDEX command_reason ON command (reason, state) WHERE reason IS NOT NULL;

-- The seq of the event, so that the events of a route are found newest first.
ALTER TABLE event_route ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
UPDATE event_route SET seq = COALESCE((SELECT event.seq FROM event WHERE event.id = event_route.event), 0);
CREATE INDEX event_route_list ON event_route (route, seq);

-- Spent keys are forgotten after their time, as those of events are (event_key_at).
CREATE INDEX once_spent ON once (at) WHERE state = 'spent';

-- Nothing writes or reads it: what consumes messages will bring its own column.
ALTER TABLE message DROP COLUMN consumed_by;
