-- The calendar that a command waits for, its limit (JSON), and the key under which it waits for its turn.
ALTER TABLE command ADD COLUMN hours TEXT;
ALTER TABLE command ADD COLUMN quota TEXT;
ALTER TABLE command ADD COLUMN quota_key BLOB;
ALTER TABLE command ADD COLUMN slot_keeps_oldest INTEGER NOT NULL DEFAULT 0;
CREATE INDEX command_quota ON command (quota_key, seq) WHERE quota_key IS NOT NULL AND state = 'scheduled';

-- Deliveries that count against a limit; what has fallen out of the limit's span is deleted when the key is used again.
CREATE TABLE quota_use (
  key BLOB NOT NULL,
  command TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (key, command)
) WITHOUT ROWID;
CREATE INDEX quota_use_at ON quota_use (key, at);
CREATE INDEX quota_use_command ON quota_use (command);
