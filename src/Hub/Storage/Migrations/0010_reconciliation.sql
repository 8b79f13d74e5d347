-- How far each connection has been compared with its vendor: regularly, as somebody asked, and after a time in which webhooks were refused.
CREATE TABLE reconciliation (
  connection TEXT NOT NULL,
  kind TEXT NOT NULL,
  cursor TEXT NOT NULL,
  -- from when on this run compares
  since INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  began_at INTEGER,
  ended_at INTEGER,
  found INTEGER NOT NULL DEFAULT 0,
  repaired INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  PRIMARY KEY (connection, kind)
) WITHOUT ROWID;

-- The times in which webhooks were answered 503.
CREATE TABLE refusal (
  connection TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ended_at INTEGER,
  refused INTEGER NOT NULL,
  PRIMARY KEY (connection, began_at)
) WITHOUT ROWID;
CREATE INDEX refusal_open ON refusal (began_at) WHERE ended_at IS NULL;
