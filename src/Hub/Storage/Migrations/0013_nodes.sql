-- Several nodes on one store. A node is alive until a moment of the store's own clock; a line belongs to the node that runs it.
CREATE TABLE node (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  alive_until INTEGER NOT NULL
) WITHOUT ROWID;

-- What one node does for all of them.
CREATE TABLE duty (
  name TEXT PRIMARY KEY,
  node TEXT NOT NULL
) WITHOUT ROWID;

ALTER TABLE line ADD COLUMN claimed_by TEXT;
CREATE INDEX line_claimed ON line (claimed_by) WHERE claimed_by IS NOT NULL;

-- The lists are read backwards by seq. SQLite's indexes end with it by themselves, those of PostgreSQL do not.
-- postgres: DROP INDEX webhook_list;
-- postgres: CREATE INDEX webhook_list ON webhook (endpoint, outcome, seq);
-- postgres: DROP INDEX event_list;
-- postgres: CREATE INDEX event_list ON event (connection, state, seq);
-- postgres: DROP INDEX event_reason;
-- postgres: CREATE INDEX event_reason ON event (reason, state, seq) WHERE reason IS NOT NULL;
-- postgres: DROP INDEX command_list;
-- postgres: CREATE INDEX command_list ON command (connection, state, seq);
-- postgres: DROP INDEX command_reason;
-- postgres: CREATE INDEX command_reason ON command (reason, state, seq) WHERE reason IS NOT NULL;
