-- What the language needs: variables with a life time, tags, what the hub reports of itself, alerts.

CREATE TABLE variable (
  of TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (of, owner, name)
) WITHOUT ROWID;

ALTER TABLE customer ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
-- a name that a mapping has set is not replaced by what vendors report
ALTER TABLE customer ADD COLUMN is_named INTEGER NOT NULL DEFAULT 0;

-- whom an event of the hub itself is about, and the routes that led to it, one a line
ALTER TABLE event ADD COLUMN customer TEXT;
ALTER TABLE event ADD COLUMN thread TEXT;
ALTER TABLE event ADD COLUMN causes TEXT NOT NULL DEFAULT '';

-- the event types that some route of the files in force listens to
CREATE TABLE listener (
  event_type TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE alert (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  level TEXT NOT NULL,
  source TEXT NOT NULL,
  text TEXT NOT NULL,
  command TEXT,
  at INTEGER NOT NULL
);
