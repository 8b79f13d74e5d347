-- Alerts that last until they are over, and what is posted to the people who run the hub.
ALTER TABLE alert ADD COLUMN name TEXT NOT NULL DEFAULT 'notice';
-- what a lasting alert is about; of one name and subject there is one at a time
ALTER TABLE alert ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN lasts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN resolved_at INTEGER;
-- whether it has been looked at for posting; what earlier builds have told is not posted
ALTER TABLE alert ADD COLUMN is_told INTEGER NOT NULL DEFAULT 1;
CREATE UNIQUE INDEX alert_active ON alert (name, about) WHERE lasts = 1 AND resolved_at IS NULL;
CREATE INDEX alert_lasting ON alert (seq) WHERE lasts = 1 AND resolved_at IS NULL;
CREATE INDEX alert_name ON alert (name, seq);
CREATE INDEX alert_untold ON alert (seq) WHERE is_told = 0;

CREATE TABLE alert_post (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
);

-- The last daily digest: when, and how the counts stood then (JSON).
CREATE TABLE digest (
  at INTEGER PRIMARY KEY,
  counts TEXT NOT NULL
);

-- Since when the lines of a lane are blocked, longest first.
CREATE INDEX line_blocked_since ON line (queue, lane, blocked_since) WHERE blocked_by IS NOT NULL;
