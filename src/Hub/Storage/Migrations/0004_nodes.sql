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
